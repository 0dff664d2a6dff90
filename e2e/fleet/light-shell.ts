/**
 * Instead of the usual functions, for nodes that cost this machine little: commands are asked once and then told from
 * FLEET_ANSWERS without a process of their own, and every peer answers whatever is sent to it. Commands go by their paths.
 */
export const LIGHT_FUNCTIONS = String.raw`
node_say() {
  local text
  IFS= builtin read -r -d '' text <"$1"
  builtin printf '%s' "$text"
}

node_answer() {
  local fd rc message text kept
  case $1 in
    date) builtin printf '%(%s)T\n' -1; return ;;
    ping) builtin printf '%s is alive\n' "${"$"}{@: -2:1}"; return ;;
    traceroute) builtin printf '30  %s  0.412 ms\n' "${"$"}{@: -2:1}"; return ;;
  esac
  kept="$*"
  kept=$FLEET_ANSWERS/${"$"}{kept//\//%}
  if [[ ! -f $kept ]]; then
    exec {fd}<>"/dev/tcp/127.0.0.1/$FLEET_ANSWER_PORT" || return 127
    builtin printf '%s\0' "$FLEET_ANSWER_TOKEN" "$#" "$@" >&"$fd"
    IFS= builtin read -r -u "$fd" rc
    IFS= builtin read -r -u "$fd" message
    IFS= builtin read -r -d '' -u "$fd" text
    exec {fd}>&-
    builtin printf '%s\n%s' "$rc" "$text" >"$kept"
  fi
  {
    IFS= builtin read -r rc
    IFS= builtin read -r -d '' text
  } <"$kept"
  builtin printf '%s' "$text"
  return "$rc"
}

node_ls() {
  local path
  for path in "$FLEET_ROOT$1"/*; do
    [[ ! -e $path ]] || builtin printf '%s\n' "${"$"}{path##*/}"
  done
}

node_cat() {
  if [[ $# -eq 1 && $1 == /* && -f $FLEET_ROOT$1 ]]; then node_say "$FLEET_ROOT$1"; return; fi
  builtin printf 'cat: cannot open %s: No such file or directory\n' "$1" >&2
  return 2
}
`;
