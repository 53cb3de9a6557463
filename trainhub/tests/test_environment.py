"""What comes from outside: the environment, .env, and the files under var/."""

import json
import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from trainhub import environment

pytestmark = pytest.mark.once  # addresses of databases are read here, and none is asked

ASK = """
import json
from django.conf import settings as s
names = ["DEBUG", "ALLOWED_HOSTS", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_HSTS_SECONDS",
         "CSRF_TRUSTED_ORIGINS", "SECURE_PROXY_SSL_HEADER", "SECRET_KEY", "ACCOUNT_DEFAULT_HTTP_PROTOCOL",
         "MIDDLEWARE"]
print(json.dumps({n: getattr(s, n, None) for n in names} | {"DATABASE": s.DATABASES["default"]}, default=str))
"""


@pytest.fixture
def settings_with(tmp_path):
    """Loads the real settings in a process of their own, with this environment and this .env."""

    def load(env_file="", **variables):
        (tmp_path / ".env").write_text(env_file)
        clean = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
        clean |= {"TRAINHUB_VAR": str(tmp_path / "var"), "TRAINHUB_ENV_FILE": str(tmp_path / ".env")}
        clean |= {"DJANGO_SETTINGS_MODULE": "trainhub.settings", **variables}
        command = [sys.executable, "-c", ASK]
        result = subprocess.run(command, env=clean, cwd=settings.BASE_DIR, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
        return json.loads(result.stdout)

    return load


def test_defaults_are_safe(settings_with, tmp_path):
    loaded = settings_with()
    assert loaded["DEBUG"] is False
    assert loaded["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]
    assert loaded["SESSION_COOKIE_SECURE"] is False  # 127.0.0.1 is plain http
    assert loaded["SECURE_HSTS_SECONDS"] == 0
    assert loaded["SECURE_PROXY_SSL_HEADER"] is None
    assert loaded["DATABASE"]["NAME"] == str(tmp_path / "var" / "trainhub.sqlite3")
    assert loaded["DATABASE"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in loaded["DATABASE"]["OPTIONS"]["init_command"]


def test_https_address_makes_cookies_secure(settings_with):
    loaded = settings_with(PUBLIC_URL="https://plan.example.org/")
    assert loaded["SESSION_COOKIE_SECURE"] is True
    assert loaded["CSRF_COOKIE_SECURE"] is True
    assert loaded["SECURE_HSTS_SECONDS"] == 365 * 24 * 3600
    assert loaded["CSRF_TRUSTED_ORIGINS"] == ["https://plan.example.org"]
    assert loaded["ALLOWED_HOSTS"] == ["plan.example.org", "127.0.0.1", "localhost", "[::1]"]
    assert loaded["ACCOUNT_DEFAULT_HTTP_PROTOCOL"] == "https"
    assert loaded["SECURE_PROXY_SSL_HEADER"] is None  # believing a proxy is asked for, never assumed


def test_environment_wins_over_env_file(settings_with):
    env_file = (
        "SECRET_KEY=$from-file\nALLOWED_HOSTS=one.example,two.example\nDATABASE_URL=postgres://a:b@db:5433/plan\n"
    )
    loaded = settings_with(env_file, ALLOWED_HOSTS="three.example", TRUST_PROXY="yes")
    assert loaded["SECRET_KEY"] == "$from-file"
    assert loaded["ALLOWED_HOSTS"] == ["three.example", "localhost", "127.0.0.1", "[::1]"]
    assert loaded["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    database = loaded["DATABASE"]
    assert (database["ENGINE"], database["HOST"], database["PORT"]) == ("django.db.backends.postgresql", "db", 5433)
    assert database["OPTIONS"] == {
        "options": "-c lock_timeout=10s -c statement_timeout=30s",
        "connect_timeout": 10,
        "application_name": "trainhub",
    }
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (60, True)


def test_secret_key_is_made_once_and_private(settings_with, tmp_path):
    first = settings_with()["SECRET_KEY"]
    path = tmp_path / "var" / "secret_key"
    assert len(first) >= 50
    assert path.read_text().strip() == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert settings_with()["SECRET_KEY"] == first
    assert settings_with(SECRET_KEY="mine")["SECRET_KEY"] == "mine"


def test_processes_that_start_together_share_one_secret(tmp_path):
    path = environment.folder(tmp_path / "new") / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        secrets = list(pool.map(environment.stored_secret, [path] * 40))
    assert len(set(secrets)) == 1
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]


@pytest.mark.parametrize("address", ["plan.example.org", "ftp://plan.example.org", "https://", "javascript:alert(1)"])
def test_public_url_must_be_an_address(address):
    with pytest.raises(ValueError, match="PUBLIC_URL must look like"):
        environment.origin(address)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "mysql://coach:s3same@db/plan",
        "postgre://coach:s3same@db/plan",
        "postgres://coach:s3same/x@db:5432/plan",
        "postgres://coach:[s3same@db/plan",
        "postgres://coach:s3same@db:port/plan",
    ],
)
def test_a_wrong_address_of_the_database_is_said_without_its_password(url, tmp_path, recwarn):
    with pytest.raises(ValueError, match="DATABASE_URL must look like") as told:
        environment.database(url, tmp_path)
    assert "s3same" not in str(told.value)
    assert not recwarn.list  # environ would print all of it


@pytest.mark.parametrize(
    "url", ["redsi://:s3same@cache:6379/0", "redis://:s3same/x@cache:6379/0", "redis://cache:port"]
)
def test_a_wrong_address_of_the_cache_is_said_without_its_password(url):
    with pytest.raises(ValueError, match="CACHE_URL must look like") as told:
        environment.caches(url)
    assert "s3same" not in str(told.value)


def test_a_folder_may_have_any_name(tmp_path):
    path = tmp_path / "50% of #1?" / "trainhub.sqlite3"
    assert environment.database("", path)["NAME"] == str(path)


@pytest.mark.parametrize("name", ["https://plan.example.org", "plan.example.org:8000", "plan.example.org/x", "a b", ""])
def test_a_host_is_a_name_alone(name):
    with pytest.raises(ValueError, match="ALLOWED_HOSTS takes names"):
        environment.allowed_hosts([name], "", "")


@pytest.mark.parametrize("name", ["plan.example.org", ".example.org", "10.0.0.5", "[::1]", "*"])
def test_a_host_may_be_given_beside_loopback(name):
    given = environment.allowed_hosts([name], "https://other.example", "other")
    assert given == list(dict.fromkeys([name, *environment.LOOPBACK]))


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"TRUST_PROXY": "ja"}, "TRUST_PROXY must be yes or no, not 'ja'"),
        ({"DEMO": "none"}, "DEMO must be yes or no, not 'none'"),
        ({"WEB_CONCURRENCY": "two"}, "WEB_CONCURRENCY must be a whole number, at least 1, not 'two'"),
        ({"WEB_CONCURRENCY": "0"}, "WEB_CONCURRENCY must be a whole number, at least 1, not '0'"),
        ({"TRAINHUB_ENV_FILE": "/nowhere/env"}, "TRAINHUB_ENV_FILE names /nowhere/env, and there is no such file"),
        ({"TRAINHUB_ENV_FILE": "/"}, "/ cannot be read: Is a directory"),
        ({"TRAINHUB_VAR": "/dev/null/var"}, "the folder /dev/null/var cannot be made"),
        ({"REPLICA_URL": "db2:5432"}, "REPLICA_URL must look like postgres://user:password@host:5432/name, beside a"),
        ({"DATABASE_URL": "", "REPLICA_URL": "postgres://a:b@db2/c"}, "REPLICA_URL must look like postgres://user"),
    ],
)
def test_a_wrong_setting_ends_the_start_with_a_sentence(tmp_path, variables, sentence):
    clean = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    clean |= {"TRAINHUB_VAR": str(tmp_path), "TRAINHUB_ENV_FILE": "", "DATABASE_URL": "postgres://a:b@127.0.0.1:1/c"}
    command = [sys.executable, "tools/run.py", "--prepare"]
    result = subprocess.run(command, env=clean | variables, cwd=settings.BASE_DIR, capture_output=True, text=True)
    assert result.returncode == 1
    assert result.stderr.startswith(f"A setting in the environment or .env is wrong: {sentence}")
    assert result.stderr.count("\n") == 1


def test_a_file_of_settings_that_cannot_be_read_is_not_passed_over(tmp_path, monkeypatch):
    file = tmp_path / "env"
    file.write_bytes(b"PUBLIC_URL=\xff")
    with pytest.raises(ValueError, match=f"{file} cannot be read"):
        environment.read_file(None, file)


def test_a_secret_that_cannot_be_written_is_said_plainly(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ValueError, match="cannot be read or written: Not a directory"):
        environment.stored_secret(tmp_path / "file" / "secret_key")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://plan.example.org/gym/", "https://plan.example.org"),
        ("http://plan.example.org:8080", "http://plan.example.org:8080"),
        ("https://user:secret@plan.example.org", "https://plan.example.org"),
    ],
)
def test_origin_is_scheme_and_host(address, expected):
    assert environment.origin(address) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", ["127.0.0.1", "localhost", "[::1]"]),
        ("0.0.0.0", ["localhost", "127.0.0.1", "[::1]"]),
        ("192.168.1.5", ["192.168.1.5", "localhost", "127.0.0.1", "[::1]"]),
        ("fe80::1", ["[fe80::1]", "localhost", "127.0.0.1", "[::1]"]),
    ],
)
def test_answers_to_the_address_it_listens_on(host, expected):
    assert environment.allowed_hosts([], "", host) == expected


SEVERAL = "postgres://a:p%40ss@10.0.0.21:5432,db2:5433/plan"


def test_of_several_hosts_it_is_the_one_that_takes_writes(tmp_path):
    found = environment.database(SEVERAL, tmp_path)

    assert (found["HOST"], found["PORT"], found["PASSWORD"]) == ("10.0.0.21,db2", "5432,5433", "p@ss")
    assert found["OPTIONS"]["target_session_attrs"] == "read-write"
    assert (found["OPTIONS"]["connect_timeout"], found["OPTIONS"]["tcp_user_timeout"]) == (2, 4000)
    assert "target_session_attrs" not in environment.database("postgres://a:b@db1/plan", tmp_path)["OPTIONS"]
    given = environment.database(f"{SEVERAL}?target_session_attrs=primary&connect_timeout=5", tmp_path)["OPTIONS"]
    assert (given["target_session_attrs"], given["connect_timeout"]) == ("primary", 5)
    assert environment.database("postgres://a:b@[fd00::1]:1,[fd00::2]:2/c", tmp_path)["HOST"] == "fd00::1,fd00::2"


@pytest.mark.parametrize("hosts", ["db1,", ",", "db1:0,db2", "db1:x,db2", "db1,db2:99999", "[::1,db2"])
def test_several_hosts_of_which_one_is_none(tmp_path, hosts):
    with pytest.raises(ValueError, match="DATABASE_URL must look like"):
        environment.database(f"postgres://a:b@{hosts}/plan", tmp_path)


def test_a_replica_is_asked_only_as_one_and_never_waited_for_long(tmp_path):
    found = environment.databases(SEVERAL, SEVERAL, tmp_path)

    assert list(found) == ["default", "replica"]
    options = found["replica"]["OPTIONS"]
    assert (options["target_session_attrs"], options["connect_timeout"]) == ("standby", 2)
    assert options["options"] == found["default"]["OPTIONS"]["options"]


def test_without_a_replica_nothing_stands_before_the_database(settings_with, tmp_path):
    assert list(environment.databases(SEVERAL, "", tmp_path)) == ["default"]
    assert settings_with()["MIDDLEWARE"] == settings.MIDDLEWARE

    [added] = set(settings_with(DATABASE_URL=SEVERAL, REPLICA_URL=SEVERAL)["MIDDLEWARE"]) - set(settings.MIDDLEWARE)
    assert added == "trainhub.replica.ReadFromReplica"


TABLE = "trainhub.caches.TableCache"


def test_without_an_address_the_cache_is_a_table():
    assert {name: cache["BACKEND"] for name, cache in environment.caches("").items()} == {"default": TABLE}


@pytest.mark.parametrize("url", ["redis://127.0.0.1:6379/0", "rediss://user:p%40ss@cache.example:6380/1"])
def test_redis_has_the_table_in_reserve_and_never_waits_long(url):
    caches = environment.caches(url)

    assert caches["default"]["LOCATION"] == url
    assert caches["default"]["OPTIONS"] == {"socket_connect_timeout": 1, "socket_timeout": 1}
    assert caches["table"]["BACKEND"] == TABLE


@pytest.mark.parametrize(
    ("url", "facts"),
    [
        ("", {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}),
        (
            "smtp+tls://ana%40example.org:p%2Fss@mail.example.org",
            {"EMAIL_HOST": "mail.example.org", "EMAIL_PORT": 587, "EMAIL_USE_TLS": True}
            | {"EMAIL_HOST_USER": "ana@example.org", "EMAIL_HOST_PASSWORD": "p/ss"},
        ),
        ("smtp+ssl://mail.example.org", {"EMAIL_PORT": 465, "EMAIL_USE_SSL": True}),
        ("smtp+ssl://mail.example.org:4650", {"EMAIL_PORT": 4650, "EMAIL_USE_SSL": True}),
        ("smtp://127.0.0.1:2525", {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 2525, "EMAIL_HOST_USER": None}),
    ],
)
def test_mail_goes_where_the_address_says(url, facts):
    assert environment.mail(url) | facts == environment.mail(url)
    assert environment.mail(url)["EMAIL_TIMEOUT"] == 10


@pytest.mark.parametrize(
    "url", ["mail.example.org", "smtp+tls://", "https://mail.example.org", "smtp+tls:mail:587", "smtp://a:b/c@d"]
)
def test_a_mail_server_without_a_scheme_or_name_is_refused(url):
    with pytest.raises(ValueError, match=r"EMAIL_URL must look like smtp\+tls://"):
        environment.mail(url)


def test_letters_are_from_the_public_name():
    assert environment.sender("https://plan.example.org:8443") == "TrainHub <trainhub@plan.example.org>"
    assert environment.sender("") == "TrainHub <trainhub@localhost>"
