/**
 * Bash that frames what each command prints between unguessable marks. External commands go by absolute path. All of them are
 * run by one child, since a node pays for every fork; what they say on standard error comes to its parent together with how
 * far the child is. A command that outlives its limit is killed (status 137) with the child and all it started, and another
 * child goes on behind it. Each text goes out by one write of its own, for bash writes what printf makes of a format line by line.
 */
export const COLLECTOR_PRELUDE = String.raw`
nl=$'\n'
clock_ms() {
  local now=${"$"}{EPOCHREALTIME-}
  now=${"$"}{now/./}
  ms=$((${"$"}{now:-$((SECONDS * 1000000))} / 1000))
}
step() {
  position=$((position + 1))
  [[ $position -gt $passed ]] || return
  clock_ms
  printf %s "$nl$C $((SECONDS + $1 + 1)) $ms $2$nl" >&2
}
settle() {
  printf %s "$ended"
  ended=
}
run() {
  local key=$1 limit=$2 rc ms begun
  shift 2
  step "$limit" "$key" || return 0
  printf %s "$ended$nl$M begin $key$nl"
  ended=
  begun=$ms
  "$@" </dev/null
  rc=$?
  clock_ms
  ended="$nl$M end $key $rc $((ms - begun))$nl"
}
start_child() {
  set -m
  # It waits until the pipe from it is kept here: of a child that has ended bash closes both.
  coproc { read -r && sections 2>&1 1>&3 3>&-; }
  child=$COPROC_PID
  exec 4<&"${"$"}{COPROC[0]}"
  printf '\n' >&"${"$"}{COPROC[1]}"
}
keep_stderr() {
  while [[ $text == *"$nl" ]]; do text=${"$"}{text%"$nl"}; done
  [[ -z $key || -z $text ]] || said+="$nl$M stderr $key$nl${"$"}{text:0:1000}"
  text=
}
# Read in pieces, for bash takes single bytes from a pipe when it reads lines; what came until the time is up is kept.
follow_child() {
  local piece unread= line status begun= key= text= end=$((SECONDS + $1 + 1)) tried=$((passed + 1))
  until [[ $SECONDS -ge $end ]]; do
    IFS= read -r -N 4096 -t 1 -u 4 piece
    status=$?
    unread+=$piece
    while [[ $unread == *"$nl"* ]]; do
      line=${"$"}{unread%%"$nl"*}
      unread=${"$"}{unread#*"$nl"}
      if [[ $line != "$C "* ]]; then
        [[ ${"$"}{#text} -ge 1000 ]] || text+=$line$nl
        continue
      fi
      keep_stderr
      [[ $line != "$C done" ]] || return 0
      passed=$((passed + 1))
      line=${"$"}{line#"$C "}
      end=${"$"}{line%% *}
      line=${"$"}{line#* }
      begun=${"$"}{line%% *}
      key=${"$"}{line#* }
    done
    if [[ ${"$"}{#unread} -gt 4096 ]]; then
      [[ ${"$"}{#text} -ge 1000 ]] || text+=$unread
      unread=
    fi
    [[ $status -eq 0 || $status -gt 128 ]] || break
  done
  text+=$unread
  kill -9 -- "-$child"
  wait "$child"
  clock_ms
  printf %s "$nl$M end $key 137 $((ms - ${"$"}{begun:-$ms}))$nl"
  keep_stderr
  [[ $passed -ge $tried ]] || passed=$tried
  return 1
}
collect() {
  local passed=0 position=0 said= ended= child C=${"$"}{M:0:12}
  cd / || return
  exec 3>&1 2>/dev/null
  local again
  for again in {1..99}; do
    start_child || break
    follow_child 60 && break
  done
  wait "$child"
  printf %s "$said$nl$M done$nl"
}

is_no_folder() {
  [[ ! -d $1 ]] || { printf '%s: Is a directory\n' "$1" >&2; return 1; }
}
# By the shell itself, without a process; the path is from the root. What has a zero byte is no text and counts as not read.
read_file() {
  is_no_folder "$2" && { ! IFS= read -r -d '' "$1"; } <"$2"
}

arp_paths_seen=$nl
arp_file() {
  case $arp_paths_seen in *"$nl$1$nl"*) return ;; esac
  arp_paths_seen=$arp_paths_seen$1$nl
  run "arp-file:$1" 5 /usr/bin/cat "$1"
}
arp_files_of_rules() {
  settle
  step 5 '' || [[ $position -lt $passed ]] || return 0
  local rules= path='files/config=(/[A-Za-z0-9_./-]+)'
  read_file rules var/run/smartdc/networking/overlay_rules.json 2>/dev/null
  while [[ $rules =~ $path ]]; do
    rules=${"$"}{rules#*"${"$"}{BASH_REMATCH[0]}"}
    arp_file "${"$"}{BASH_REMATCH[1]}"
  done
}
arp_files_of_folder() {
  settle
  step 5 '' || [[ $position -lt $passed ]] || return 0
  local name
  for name in opt/custom/networking/*.json; do
    # A mark is a line.
    [[ (! -e $name && ! -L $name) || $name == *[[:cntrl:]]* ]] || arp_file "/$name"
  done
}

overlay_rule_lines() {
  local config= line="$nl *overlay_rule_[^$nl]*"
  read_file config usbkey/config || return
  config=$nl$config
  while [[ $config =~ $line ]]; do
    config=${"$"}{config#*"${"$"}{BASH_REMATCH[0]}"}
    printf '%s\n' "${"$"}{BASH_REMATCH[0]#"$nl"}"
  done
}

fingerprint() {
  local line
  line=$(printf '%s\n%s' "$SALT" "$1" | /usr/bin/digest -a sha256) || return
  printf '%s' "${"$"}{line%%[^0-9a-f]*}"
}
preshared_entry() {
  local hex='^[0-9a-fA-F]+(/[0-9]+)?$' quoted='^"[ -~]{3,}"$' address='^[0-9a-fA-F.:]+(/[0-9]+)?$' key=$3 print
  if [[ $4 || ! $1 =~ $address || ! $2 =~ $address ]]; then printf 'bad\n'; return; fi
  if [[ $key =~ $hex ]]; then
    local digits=${"$"}{key%/*} bits=${"$"}{key#*/}
    if [[ $key == */* && $((10#${"$"}{bits:0:6})) -gt $((${"$"}{#digits} * 4)) ]]; then printf 'bad\n'; return; fi
    key=${"$"}{key,,}
  elif [[ ! $key =~ $quoted ]]; then printf 'bad\n'; return; fi
  print=$(fingerprint "$key")
  printf 'key %s %s %s\n' "$1" "$2" "${"$"}{print:--}"
}
preshared_entries() {
  local token='^[[:space:]]*("([^"\]|\\.)*"|[^[:space:]]+)' line word field= inside= localid= remoteid= key= bad=
  while IFS= read -r line || [[ $line ]]; do
    [[ ${"$"}{#line} -lt 1023 ]] || bad=1
    while [[ $line =~ $token ]]; do
      word=${"$"}{BASH_REMATCH[1]}
      line=${"$"}{line:${"$"}{#BASH_REMATCH[0]}}
      if [[ $field ]]; then
        case $field in
          type) [[ $word == [Ii][Pp] ]] || bad=1 ;;
          localid) [[ -z $localid ]] || bad=1; localid=$word ;;
          remoteid) [[ -z $remoteid ]] || bad=1; remoteid=$word ;;
          key) [[ -z $key ]] || bad=1; key=$word ;;
        esac
        field=
        continue
      fi
      case $word in
        '#'*) break ;;
        '{') [[ -z $inside ]] || printf 'bad\n'; inside=1 localid= remoteid= key= bad= ;;
        '}') [[ -z $inside ]] || preshared_entry "$localid" "$remoteid" "$key" "$bad"; inside= ;;
        localidtype | remoteidtype | local_id_type | remote_id_type) field=type ;;
        localid | local_id) field=localid ;;
        remoteid | remote_id) field=remoteid ;;
        key) field=key ;;
        ike_mode) field=other ;;
        *) bad=1; break ;;
      esac
    done
  done
  [[ -z $inside ]] || printf 'bad\n'
}
preshared_fingerprints() {
  local path=etc/inet/secret/ike.preshared
  is_no_folder "$path" && preshared_entries <"$path"
}

probes() {
  local address job asked answered=
  while [[ $# -gt 0 ]]; do
    asked=()
    {
      for address in "${"$"}{@:1:32}"; do
        /usr/sbin/ping -n "$address" 1 &
        asked+=("$!")
      done
    } >/dev/null 2>&1
    for job in "${"$"}{asked[@]}"; do
      wait "$job"
      answered+="$1 $?$nl"
      shift
    done
  done
  printf %s "$answered"
}

path_packet() {
  /usr/sbin/traceroute -n -I -F -q 1 -w 1 -f 30 -m 30 "$1" "$2" 2>/dev/null </dev/null
}
# What a traceroute said of an address.
is_answer() {
  local answer="30 +$1 +[0-9.]+ ms( !)?\$"
  [[ ${"$"}{2%"$nl"} =~ $answer ]]
}
path_carries() {
  local try
  for try in 1 2; do
    ! is_answer "$1" "$(path_packet "$1" "$2")" || return 0
  done
  return 1
}
path_probe() {
  local address=${"$"}{1%%=*} sizes=${"$"}{1#*=} low=576 high expected next
  high=${"$"}{sizes%=*}
  expected=${"$"}{sizes#*=}
  is_answer "$address" "$(path_packet "$address" "$high")" && { printf '%s %d -\n' "$address" "$high"; return; }
  path_carries "$address" "$low" || return
  next=$expected
  while [[ $((high - low)) -gt 1 ]]; do
    [[ $next -gt $low && $next -lt $high ]] || next=$(((low + high) / 2))
    if path_carries "$address" "$next"; then low=$next; else high=$next; fi
    next=0
    [[ $low -ne $expected ]] || next=$((low + 1))
  done
  printf '%s %d %d\n' "$address" "$low" "$high"
}
# The largest packet to each at once, each on a pipe of its own; mostly that is all.
path_probes() {
  local target address high fd said fds=()
  for target in "$@"; do
    high=${"$"}{target%=*}
    exec {fd}< <(path_packet "${"$"}{target%%=*}" "${"$"}{high#*=}")
    fds+=("$fd")
  done
  for fd in "${"$"}{fds[@]}"; do
    address=${"$"}{1%%=*}
    high=${"$"}{1%=*}
    IFS= read -r -d '' -u "$fd" said
    exec {fd}<&-
    if is_answer "$address" "$said"; then printf '%s %d -\n' "$address" "${"$"}{high#*=}"; else path_probe "$1" & fi
    shift
  done
  wait
}
`;
