/**
 * Bash that frames each command's output between unguessable marks. External commands go by absolute path; a command that
 * outlives its limit is killed with its whole process group (status 137) so that the sections behind it still come. One
 * process watches the limits of all: a node pays for every fork.
 */
export const COLLECTOR_PRELUDE = String.raw`
export LC_ALL=C
nl=$'\n'
clock_ms() {
  local now=${"$"}{EPOCHREALTIME-}
  now=${"$"}{now/./}
  ms=$((${"$"}{now:-$((SECONDS * 1000000))} / 1000))
}
watch_limits() {
  local job limit ended
  while read -r job limit; do
    read -r -t "$limit" ended && continue
    kill -9 -- "-$job"
    read -r ended
  done
}
exec 4> >(watch_limits >/dev/null 2>&1)
run() {
  local key=$1 limit=$2 err rc ms begun
  clock_ms
  begun=$ms
  shift 2
  printf '\n%s begin %s\n' "$M" "$key"
  {
    err=$(
      set -m
      "$@" 2>&1 1>&3 3>&- 4>&- </dev/null &
      printf '%d %d\n' "$!" "$limit" >&4
      wait "$!"
      rc=$?
      printf '\n' >&4
      exit "$rc"
    )
    rc=$?
  } 3>&1 2>/dev/null
  [[ -z $err ]] || printf '\n%s stderr %s\n%s' "$M" "$key" "${"$"}{err:0:1000}"
  clock_ms
  printf '\n%s end %s %d %d\n' "$M" "$key" "$rc" "$((ms - begun))"
}

arp_paths_seen=$nl
arp_file() {
  case $arp_paths_seen in *"$nl$1$nl"*) return ;; esac
  arp_paths_seen=$arp_paths_seen$1$nl
  run "arp-file:$1" 5 /usr/bin/cat "$1"
}
arp_files_of_rules() {
  local rules path='files/config=(/[A-Za-z0-9_./-]+)'
  rules=$(/usr/bin/cat /var/run/smartdc/networking/overlay_rules.json 2>/dev/null </dev/null)
  while [[ $rules =~ $path ]]; do
    rules=${"$"}{rules#*"${"$"}{BASH_REMATCH[0]}"}
    arp_file "${"$"}{BASH_REMATCH[1]}"
  done
}
arp_files_of_folder() {
  local names name
  names=$(/usr/bin/ls /opt/custom/networking 2>/dev/null </dev/null)
  while IFS= read -r name; do
    case $name in *.json) arp_file "/opt/custom/networking/$name" ;; esac
  done <<<"$names"
}

overlay_rule_lines() {
  /usr/bin/cat /usbkey/config | /usr/bin/sed -n '/^ *overlay_rule_/p'
  return "${"$"}{PIPESTATUS[0]}"
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
  /usr/bin/cat /etc/inet/secret/ike.preshared | preshared_entries
  return "${"$"}{PIPESTATUS[0]}"
}

probes() {
  local address job asked=()
  for address in "$@" ''; do
    if [[ -z $address || ${"$"}{#asked[@]} -eq 32 ]]; then
      for job in "${"$"}{asked[@]}"; do
        wait "${"$"}{job%% *}"
        printf '%s %d\n' "${"$"}{job#* }" "$?"
      done
      asked=()
    fi
    [[ $address ]] || return 0
    /usr/sbin/ping -n "$address" 1 >/dev/null 2>&1 </dev/null &
    asked+=("$! $address")
  done
}

path_carries() {
  local said try answer="30 +$1 +[0-9.]+ ms( !)?\$"
  for try in 1 2; do
    said=$(/usr/sbin/traceroute -n -I -F -q 1 -w 1 -f 30 -m 30 "$1" "$2" 2>/dev/null </dev/null)
    [[ ! $said =~ $answer ]] || return 0
  done
  return 1
}
path_probe() {
  local address=${"$"}{1%%=*} sizes=${"$"}{1#*=} low=576 high expected next
  high=${"$"}{sizes%=*}
  expected=${"$"}{sizes#*=}
  if path_carries "$address" "$high"; then printf '%s %d -\n' "$address" "$high"; return; fi
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
path_probes() {
  local target
  for target in "$@"; do path_probe "$target" & done
  wait
}
`;
