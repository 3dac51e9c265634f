#!/usr/bin/env bash
# Sets up a bare Debian 12 from the program's directory to the first sign-in page. Run as
# root from a clone of the program:  docs/deployment/setup.sh HOST TLS-DIRECTORY PUBLIC-KEY
# It stops at the first thing that fails and changes nothing of an existing installation.
#   HOST           the name under which the site is reached
#   TLS-DIRECTORY  holds fullchain.pem and privkey.pem
#   PUBLIC-KEY     of the backups: `manage.py backup_key`, made away from this server
set -euo pipefail
HOST=${1:?host name} TLS=${2:?directory of the certificate} PUBLIC=${3:?public key of the backups}
HERE=$(cd "$(dirname "$0")" && pwd)
SOURCE=$(cd "$HERE/../.." && pwd)
SOCKETS=/var/run/postgresql
say() { printf '== %s\n' "$*"; }
[ "$(id -u)" = 0 ] || { echo "Run as root." >&2; exit 1; }
[ ! -e /etc/sotay/env ] || { echo "It is set up already: /etc/sotay/env is there." >&2; exit 1; }

say "Packages"
export DEBIAN_FRONTEND=noninteractive
# Checksums from the first page on: the cluster is made by our own hand.
mkdir -p /etc/postgresql-common
printf "create_main_cluster = false\n" >/etc/postgresql-common/createcluster.conf
apt-get update -q
apt-get install -q -y --no-install-recommends postgresql postgresql-contrib nginx-light \
  python3-venv gettext libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-croscore
VERSION=$(ls /usr/lib/postgresql | sort -n | tail -n 1)

say "PostgreSQL $VERSION: cluster, settings, roles, database"
[ -d "/etc/postgresql/$VERSION/main" ] ||
  pg_createcluster "$VERSION" main --locale C.UTF-8 --encoding UTF8 -- --data-checksums
printf 'local all postgres peer\nlocal all all scram-sha-256\n' >"/etc/postgresql/$VERSION/main/pg_hba.conf"
chown postgres:postgres "/etc/postgresql/$VERSION/main/pg_hba.conf"
install -d -o postgres -g postgres "/etc/postgresql/$VERSION/main/conf.d"
install -m 644 "$HERE/postgresql.conf" "/etc/postgresql/$VERSION/main/conf.d/sotay.conf"
pg_ctlcluster "$VERSION" main restart
as_postgres() { setpriv --reuid postgres --regid postgres --init-groups -- "$@"; }
as_postgres psql -q -v ON_ERROR_STOP=1 -f - <"$HERE/roles.sql"
secret() { python3 -c 'import secrets; print(secrets.token_urlsafe(48))'; }
sealing() { python3 -c 'import base64, os; print(base64.b64encode(os.urandom(32)).decode())'; }
OWNER=$(secret) APP=$(secret) BACKUP=$(secret)
as_postgres psql -q -v ON_ERROR_STOP=1 >/dev/null <<SQL
ALTER ROLE app_owner PASSWORD '$OWNER';
ALTER ROLE app PASSWORD '$APP';
ALTER ROLE app_backup PASSWORD '$BACKUP';
SQL

say "Users, directories, program"
id sotay >/dev/null 2>&1 || useradd --system --home-dir /srv/sotay --shell /usr/sbin/nologin sotay
id sotay-backup >/dev/null 2>&1 || useradd --system --home-dir /var/backups/sotay --shell /usr/sbin/nologin sotay-backup
usermod -aG sotay www-data
install -d -m 755 /srv/sotay /srv/sotay/static /srv/sotay/errors
install -d -m 700 -o sotay-backup -g sotay-backup /var/backups/sotay
install -d -m 700 -o sotay -g sotay /var/lib/sotay-anchors
install -d -m 755 /etc/sotay
install -d -m 700 /etc/sotay/tls
cp -a "$SOURCE/." /srv/sotay/program
rm -rf /srv/sotay/program/.var /srv/sotay/program/.git
chown -R root:root /srv/sotay/program
chmod -R u=rwX,go=rX /srv/sotay/program
python3 -m venv /srv/sotay/venv
/srv/sotay/venv/bin/pip install -q --disable-pip-version-check --no-input --require-hashes -r /srv/sotay/program/requirements.txt
install -m 600 "$TLS/fullchain.pem" "$TLS/privkey.pem" /etc/sotay/tls/

say "Secrets: three files, each for one user"
KEYS="SECRET_KEY=$(secret)
MINT_KEY=$(secret)
PASSWORD_PEPPER=$(secret)
SEALING_KEYS=$(sealing)
SEARCH_KEY=$(sealing)
ALLOWED_HOSTS=$HOST
CSRF_TRUSTED_ORIGINS=https://$HOST
TRUSTED_PROXIES=unknown
STATIC_ROOT=/srv/sotay/static
TRAIL_ANCHORS=/var/lib/sotay-anchors/anchors
BACKUP_PUBLIC_KEY=$PUBLIC
BACKUP_DIRECTORY=/var/backups/sotay
PYTHONUTF8=1"
private() { # FILE OWNER
  (umask 077 && cat >"$1")
  chown "$2:$2" "$1" && chmod 400 "$1"
}
url() { printf 'postgres://%s:%s@/sotay?host=%s' "$1" "$2" "$SOCKETS"; }
printf '%s\nDATABASE_URL=%s\n' "$KEYS" "$(url app "$APP")" | private /etc/sotay/env sotay
printf '%s\nDATABASE_URL=%s\nDATABASE_BACKUP_URL=%s\n' "$KEYS" "$(url app_backup "$BACKUP")" \
  "$(url app_backup "$BACKUP")" | private /etc/sotay/env-backup sotay-backup
printf '%s\nDATABASE_URL=%s\n' "$KEYS" "$(url app_owner "$OWNER")" | private /etc/sotay/env-owner root

say "Tables, lists, texts, static files"
install -m 755 "$HERE/sotay-manage" /usr/local/sbin/sotay-manage
cd /srv/sotay/program
for po in locale/*/LC_MESSAGES/*.po; do msgfmt -o "${po%.po}.mo" "$po"; done
sotay-manage owner migrate --no-input -v 0
sotay-manage owner set_mint_key
for lists in load_areas load_rules load_calendar load_species; do sotay-manage owner "$lists"; done
sotay-manage owner collectstatic --no-input -v 0
sotay-manage owner error_pages /srv/sotay/errors
chmod -R go=rX /srv/sotay/static /srv/sotay/errors

say "nginx and systemd"
rm -f /etc/nginx/sites-enabled/default
sed "s/sotay\.example/$HOST/g" "$HERE/nginx.conf" >/etc/nginx/conf.d/sotay.conf
nginx -v 2>&1 | grep -q 'nginx/1\.\(1[0-9]\|2[0-4]\)\.' &&
  sed -i -e 's/listen 443 ssl;/listen 443 ssl http2;/' -e 's/listen \[::\]:443 ssl;/listen [::]:443 ssl http2;/' \
    -e '/http2 on;/d' /etc/nginx/conf.d/sotay.conf
install -m 644 "$HERE/proxy_sotay.conf" /etc/nginx/proxy_sotay.conf
nginx -t
install -m 644 "$HERE"/sotay*.service "$HERE"/sotay*.timer /etc/systemd/system/
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl enable --now sotay.service sotay-backup.timer sotay-nightly.timer
  systemctl reload-or-restart nginx
fi
say "Done. Now the first administrator:"
echo "  sotay-manage owner add_administrator TÊN-ĐĂNG-NHẬP \"Họ và tên\" --area 02"
