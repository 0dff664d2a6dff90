import { isServer, QueryClient } from "@tanstack/react-query";
import superjson from "superjson";
import { isRefusal } from "./refusal.ts";

const STALE_MILLISECONDS = 30_000;
const RETRIES_MAX = 2;

/** What was just parsed belongs to nobody else, so it is revived as it is instead of as a copy. */
function revived(text: string): unknown {
  return superjson.deserialize(JSON.parse(text), { inPlace: true });
}

/** One for each request on the server, one for each tab in the browser. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MILLISECONDS,
        // The server asks itself, so asking again changes nothing and only keeps people waiting.
        retry: (failures, error) => !isServer && !isRefusal(error) && failures < RETRIES_MAX,
      },
      // Without a network a change fails at once and says so; kept back it would be made whenever the network returns.
      mutations: { networkMode: "always" },
      dehydrate: {
        // As text: React walks through every value of an object, on the server and once more in the browser.
        serializeData: superjson.stringify,
        // Next needs the error itself to tell redirects and dynamic reads apart; in production it hides the words.
        shouldRedactErrors: () => false,
      },
      hydrate: { deserializeData: revived },
    },
  });
}
