#!/bin/sh
# Run by Patroni once in the life of the fleet, when the first database was made: TrainHub's role and its database.
# Its password is in APPLICATION_PASSWORD (Debian: in /etc/patroni_env.conf); $1 is how to connect.
set -eu
psql "$1" --quiet --set=ON_ERROR_STOP=1 --set=password="$APPLICATION_PASSWORD" <<'SQL'
CREATE ROLE trainhub LOGIN PASSWORD :'password';
CREATE DATABASE trainhub OWNER trainhub;
SQL
