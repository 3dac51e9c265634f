-- Once, as a superuser:  psql -v ON_ERROR_STOP=1 -f roles.sql
-- Passwords are set afterwards, each by itself:  \password app_owner  and so on.
CREATE ROLE app_owner LOGIN;             -- makes the tables, loads the lists
CREATE ROLE app LOGIN NOBYPASSRLS;       -- the web server; row security binds it
CREATE ROLE app_backup LOGIN BYPASSRLS;  -- pg_dump; reads all, writes nothing
ALTER ROLE app SET statement_timeout = '60s';
ALTER ROLE app SET lock_timeout = '10s';
ALTER ROLE app SET idle_in_transaction_session_timeout = '120s';
CREATE DATABASE sotay OWNER app_owner ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE sotay FROM PUBLIC;
GRANT CONNECT ON DATABASE sotay TO app, app_backup;
\connect sotay
CREATE EXTENSION btree_gist;
