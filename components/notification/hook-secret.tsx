"use client";

import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogClose, DialogContent } from "../ui/dialog.tsx";

export type ShownSecret = { name: string; secret: string };

/** A secret's only appearance. */
export function HookSecret({
  shown: { name, secret },
  onClose,
}: {
  shown: ShownSecret;
  onClose: () => void;
}) {
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Secret of ${name}`}
        description="It is shown this once. The receiver checks with it that a message is from Overmesh and was not changed."
        footer={
          <DialogClose asChild>
            <Button variant="primary">Done</Button>
          </DialogClose>
        }
      >
        <CodeBlock label="Secret" code={secret} />
      </DialogContent>
    </Dialog>
  );
}
