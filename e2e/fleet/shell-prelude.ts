import { readdirSync } from "node:fs";
import { COMMANDS } from "./commands/command-table.ts";
import { LIGHT_FUNCTIONS } from "./light-shell.ts";

const FOLDERS = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"];
/** All that the product asks for by path; each function more makes every fork of the shell dearer. */
const LIGHT_FOLDERS = ["/usr/bin", "/usr/sbin"];

/** Text tools that this machine shares with a node; they read the node's files wherever an argument names one. */
const SHARED_TOOLS =
  "awk base64 basename cut dirname echo egrep expr false fgrep find grep head nawk od printf sed sleep sort tail tee tr true uniq wc".split(
    " ",
  );

/** A shell has them of its own; only their files answer for the node's. */
const BUILTINS = ["echo", "false", "printf", "true"];

const OWN_TOOLS = ["cat", "digest", "env", "ls", "timeout"];

/**
 * Sourced by the node's bash before the client's script. Bash takes slashes in function names, so a function may stand in
 * for an absolute path; it goes before any file of that name.
 */
export function shellPrelude({ isLight = false } = {}): string {
  const own = [...OWN_TOOLS, ...SHARED_TOOLS, ...Object.keys(COMMANDS)];
  // A light one leaves out the guard against commands of this machine, which is most of it.
  const foreign = (isLight ? [] : FOLDERS)
    .flatMap((folder) => namesIn(folder).map((name) => `${folder}/${name}`))
    .filter((path) => !own.includes(path.slice(path.lastIndexOf("/") + 1)) && !/\/(ba)?sh$/.test(path));
  return [
    FUNCTIONS,
    ...(isLight ? [LIGHT_FUNCTIONS] : []),
    ...OWN_TOOLS.map((name) => defined(name, `node_${name}`, isLight)),
    ...SHARED_TOOLS.map((name) => defined(name, `node_tool ${name}`, isLight)),
    ...Object.keys(COMMANDS).map((name) => defined(name, `node_answer ${name}`, isLight)),
    // What only this machine has must not answer for a node.
    ...foreign.map((path) => `${path}() { node_lacks ${path}; }`),
    "",
  ].join("\n");
}

function defined(name: string, body: string, isLight: boolean): string {
  const bare = isLight || BUILTINS.includes(name) ? [] : [name];
  return [...bare, ...(isLight ? LIGHT_FOLDERS : FOLDERS).map((folder) => `${folder}/${name}`)]
    .map((path) => `${path}() { ${body} "$@"; }`)
    .join("\n");
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[A-Za-z0-9_.+-]+$/.test(name));
  } catch {
    return [];
  }
}

const FUNCTIONS = String.raw`
unset BASH_ENV
cd() { case $1 in /*) builtin cd "$FLEET_ROOT$1" ;; *) builtin cd "$@" ;; esac; }
node_lacks() { builtin printf 'bash: %s: No such file or directory\n' "$1" >&2; return 127; }

node_real() { local PATH=/usr/bin:/bin:/usr/sbin:/sbin; builtin command "$@"; }

node_answer() {
  local fd rc message
  exec {fd}<>"/dev/tcp/127.0.0.1/$FLEET_ANSWER_PORT" || return 127
  builtin printf '%s\0' "$FLEET_ANSWER_TOKEN" "$#" "$@" >&"$fd"
  IFS= builtin read -r -u "$fd" rc
  IFS= builtin read -r -u "$fd" message
  [[ -z $message ]] || builtin printf '%s\n' "$message" >&2
  node_real cat <&"$fd"
  exec {fd}>&-
  return "$rc"
}

node_paths() {
  local word
  PATHS=()
  for word in "$@"; do
    case $word in
      /dev/* | /proc/* | "$FLEET_ROOT"/*) ;;
      /*) word=$FLEET_ROOT$word ;;
    esac
    PATHS+=("$word")
  done
}

node_tool() {
  local PATHS name=$1 word
  shift
  PATHS=()
  for word in "$@"; do
    if [[ $word == /* && -e $FLEET_ROOT$word ]]; then word=$FLEET_ROOT$word; fi
    PATHS+=("$word")
  done
  [[ $name == nawk ]] && name=awk
  node_real "$name" "${"$"}{PATHS[@]}"
}

node_cat() {
  local word rc=0 PATHS
  if [[ $# -eq 0 ]]; then node_real cat; return; fi
  for word in "$@"; do
    if [[ $word == - ]]; then node_real cat; continue; fi
    node_paths "$word"
    if [[ -f ${"$"}{PATHS[0]} ]]; then
      node_real cat "${"$"}{PATHS[0]}"
    else
      builtin printf 'cat: cannot open %s: No such file or directory\n' "$word" >&2
      rc=2
    fi
  done
  return "$rc"
}

node_ls() {
  local PATHS word flags=() paths=() listed
  for word in "$@"; do
    if [[ $word == -* ]]; then flags+=("$word"); continue; fi
    node_paths "$word"
    if [[ ! -e ${"$"}{PATHS[0]} ]]; then
      builtin printf '%s: No such file or directory\n' "$word" >&2
      return 2
    fi
    paths+=("${"$"}{PATHS[0]}")
  done
  listed=$(node_real ls "${"$"}{flags[@]}" "${"$"}{paths[@]}") || return
  [[ -z $listed ]] || builtin printf '%s\n' "${"$"}{listed//"$FLEET_ROOT"/}"
}

node_digest() {
  local algorithm= PATHS sum
  [[ $1 == -a ]] && { algorithm=$2; shift 2; }
  case $algorithm in md5 | sha1 | sha256 | sha384 | sha512) ;; *) builtin printf 'digest: unknown algorithm\n' >&2; return 1 ;; esac
  node_paths "$@"
  sum=$(node_real "${"$"}{algorithm}sum" "${"$"}{PATHS[@]}") || return
  builtin printf '%s\n' "${"$"}{sum%% *}"
}

node_env() {
  while [[ $1 == *=* ]]; do builtin export "$1"; shift; done
  "$@"
}

node_timeout() {
  while [[ $1 == -* ]]; do [[ $1 == -k || $1 == -s ]] && shift; shift; done
  shift
  "$@"
}
`;
