"use client";

import { Button } from "../ui/button.tsx";
import { CodeBlock } from "../ui/code-block.tsx";
import { Dialog, DialogClose, DialogContent } from "../ui/dialog.tsx";

export type ShownCredentials = { userName: string; password: string };

/** A password's only appearance. */
export function CredentialsDialog({
  credentials,
  onClose,
}: {
  credentials: ShownCredentials;
  onClose: () => void;
}) {
  const { userName, password } = credentials;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Password of ${userName}`}
        description="It is shown this once. Hand it over in a safe way; an operator can make a new one."
        footer={
          <DialogClose asChild>
            <Button variant="primary">Done</Button>
          </DialogClose>
        }
      >
        <CodeBlock label="Password" code={password} />
      </DialogContent>
    </Dialog>
  );
}
