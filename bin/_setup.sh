# What bin/start, bin/test and the other commands share. Sourced, never run.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
ROOT=$PWD
VAR=$ROOT/.var
PY=$VAR/venv/bin/python
export PYTHONUTF8=1 PYTHONUNBUFFERED=1 DJANGO_SETTINGS_MODULE=config.settings
unset PYTHONPATH PYTHONHOME
[ ! -t 0 ] || [ ! -t 1 ] || TERMINAL=yes
trap 'echo "Stopped by an error in ${BASH_SOURCE[0]##*/}, line $LINENO." >&2' ERR

STEP=0 STEPS=1
now() { echo "${EPOCHREALTIME/[.,]/}"; } # microseconds
took() { printf '%d.%d s' $((($(now) - $1) / 1000000)) $((($(now) - $1) / 100000 % 10)); }
say() { printf '      %s\n' "$*"; }
step() {
  STEP=$((STEP + 1))
  BEGAN=$(now)
  printf '[%d/%d] %s …\n' "$STEP" "$STEPS" "$*"
}
finished() { say "${*:-done} ($(took "$BEGAN"))"; }
stop() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# A stamp says for which files or values a step was done, so that it is done once.
checksum() { cat -- "$@" 2>/dev/null | sha256sum | cut -d' ' -f1; }
stamped() { [ "$(cat "$VAR/stamps/$1" 2>/dev/null)" = "$2" ]; }
stamp() { mkdir -p "$VAR/stamps" && printf '%s' "$2" >"$VAR/stamps/$1"; }

administrator() { # run as root, or through sudo
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    if [ -n "${TERMINAL:-}" ]; then sudo "$@"; else sudo -n "$@"; fi
  else
    echo "not root, and there is no sudo" >&2
    return 1
  fi
}

lacking() { # the packages that Debian's list does not show as installed
  local package
  for package; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      printf '%s ' "$package"
  done
}

packages() { # install what is missing; say what could not be installed, and how to
  local missing log=$VAR/log/apt.log
  if ! command -v apt-get >/dev/null; then
    say "This system has no apt. Needed here under your system's names: $*"
    return 0
  fi
  missing=$(lacking "$@")
  [ -n "$missing" ] || return 0
  say "installing $missing"
  # shellcheck disable=SC2086
  if ! {
    administrator apt-get update -q &&
      administrator env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends $missing
  } </dev/null >"$log" 2>&1; then
    say "NOT installed: $(tail -n 1 "$log")"
    say "Install by hand:  sudo apt-get install --no-install-recommends $missing"
  fi
}

find_python() { # a Python of 3.11 to 3.13, the versions the libraries are pinned for
  local name
  for name in python3 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
      2>/dev/null; then
      PYTHON=$name
      return 0
    fi
  done
  stop "Python 3.11, 3.12 or 3.13 is needed; none was found. On Debian 12: apt-get install python3"
}

set_up_system() { # further package names as arguments
  find_python
  local venv=""
  "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || venv=python3-venv
  packages $venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore \
    gettext "$@"
  "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null ||
    stop "Python cannot make a virtual environment here. Run as root or with sudo, or first:
  sudo apt-get install python3-venv"
}

set_up_libraries() { # requirements.txt or requirements-dev.txt, which holds all of both
  local file=$1 place total count=0 line log=$VAR/log/pip.log
  place="$("$PYTHON" -V) $ROOT"
  if stamped "$file" "$(checksum "$file") $place" && [ -x "$PY" ]; then return 0; fi
  if ! stamped venv "$place" || ! [ -x "$PY" ]; then
    rm -rf "$VAR/venv" "$VAR"/stamps/requirements*
    "$PYTHON" -m venv "$VAR/venv"
    stamp venv "$place"
  fi
  total=$(grep -c '==' "$file")
  : >"$log"
  while read -r line; do
    printf '%s\n' "$line" >>"$log"
    case $line in
    Collecting*)
      count=$((count + 1))
      if [ -n "${TERMINAL:-}" ]; then
        printf '\r      %d of %d libraries fetched ' "$count" "$total"
      elif [ $((count % 10)) = 0 ]; then
        say "$count of $total libraries fetched"
      fi
      ;;
    Installing*) [ -z "${TERMINAL:-}" ] || printf '\r      installing %d libraries      \n' "$count" ;;
    esac
  done < <("$PY" -m pip install --disable-pip-version-check --no-input --require-hashes \
    -r "$file" 2>&1 || echo FAILED 2>/dev/null)
  if [ "$(tail -n 1 "$log")" = FAILED ]; then
    tail -n 15 "$log" >&2
    stop "The libraries could not be installed; the lines above say why (all of them: .var/log/pip.log)."
  fi
  stamp requirements.txt "$(checksum requirements.txt) $place"
  stamp "$file" "$(checksum "$file") $place"
}

set_up_secrets() { # made once, kept for this clone, readable by its owner only
  if [ ! -s "$VAR/env" ]; then
    (umask 077 && "$PYTHON" >"$VAR/env" <<'PYTHON'
import base64, secrets
print("SECRET_KEY=" + secrets.token_urlsafe(48))
print("SEALING_KEYS=" + base64.b64encode(secrets.token_bytes(32)).decode())
PYTHON
    )
  fi
  set -a
  # shellcheck disable=SC1091
  . "$VAR/env"
  set +a
}

set_up_messages() { # compiled translations are not committed
  local po
  if ! command -v msgfmt >/dev/null; then
    say "gettext is missing: the pages stay in English."
    return 0
  fi
  for po in locale/*/LC_MESSAGES/*.po; do
    [ -e "$po" ] || continue
    [ "${po%.po}.mo" -nt "$po" ] || msgfmt --check-format -o "${po%.po}.mo" "$po"
  done
}

database() { # start|fresh NAME, and take over its addresses; or stop NAME
  local answer
  answer=$("$PY" -m config.postgres "$@" 9>&-) || return 1
  eval "$answer"
}

manage() { "$PY" manage.py "$@"; }
as_owner() { DATABASE_URL=$DATABASE_OWNER_URL "$@"; }

mkdir -p "$VAR/log" "$VAR/stamps" "$VAR/static" 2>/dev/null && [ -w "$VAR" ] ||
  stop "The directory .var cannot be written: it belongs to another user (was this started with sudo before?)."
