export { answerAuthRequest as POST } from "#server/auth-route.ts";
