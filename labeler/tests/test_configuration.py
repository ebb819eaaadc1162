"""What a person may set, and how a mistake is answered."""

import grp
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from labeler import configuration


@pytest.fixture
def read(tmp_path):
    """Read a configuration whose data folder is the test's own."""
    return lambda **environment: configuration.read({"LABELER_DATA": str(tmp_path / "data")} | environment)


def test_without_any_variable_it_runs_on_a_laptop(read, tmp_path):
    config = read()
    assert (config.host, config.port, config.debug, config.https) == ("127.0.0.1", 8000, False, False)
    assert config.database == {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(tmp_path / "data" / "labeler.sqlite3"),
    }
    assert (config.bucket, config.access_log) == (None, False)
    assert config.allowed_hosts == ["localhost", "127.0.0.1", "[::1]", "127.0.0.1"]
    assert (config.time_zone, config.watchdog_seconds) == ("UTC", 30)


def test_the_data_folder_is_beside_the_program_unless_it_is_named():
    assert configuration.read({"SECRET_KEY": "given"}).data == configuration.BASE_DIR / "data"


def test_an_empty_variable_is_as_good_as_none(read):
    assert read(**dict.fromkeys(set(configuration.VARIABLES) - {"LABELER_DATA"}, " ")) == read()


def test_values_are_read(read):
    config = read(
        HOST="0.0.0.0",
        PORT="9000",
        DEBUG="on",
        LABELER_HTTPS="TRUE",
        LABELER_TRUSTED_PROXIES="10.0.0.0/8, fd00::/8,192.0.2.7",
        LABELER_X_ACCEL="/_files/",
        LABELER_WEBHOOK_NETWORKS="10.1.0.0/16, ::1",
        ALLOWED_HOSTS="labels.example.org, .example.net,[::1],*",
        TIME_ZONE="Europe/Berlin",
        LABELER_MAX_UPLOAD_MB="40",
        LABELER_MAX_MEGAPIXELS="50",
        LABELER_MAX_IMPORT_MB="60",
        LABELER_MAX_IMPORT_FILES="70",
        LABELER_API_CALLS_PER_MINUTE="75",
        LABELER_MAX_JSON_MB="12",
        LABELER_MAX_VIDEO_MB="80",
        LABELER_MAX_VIDEO_FRAMES="90",
        LABELER_FREE_ZIPS_AFTER_DAYS="30",
        LABELER_ZIPS_GB="200",
        LABELER_WATCHDOG_SECONDS="60",
        LABELER_ACCESS_LOG="on",
        LABELER_ADMIN_PASSWORD="mild-oven-seven",
        SECRET_KEY="given",
        DATABASE_URL="postgres://labeler:pw@db:5433/labels?sslmode=require",
        STORAGE_URL="s3://pictures?endpoint=https://s3.example.org:9000&region=eu",
        CACHE_URL="redis://cache:6379/1",
    )
    assert (config.host, config.port, config.debug, config.https) == ("0.0.0.0", 9000, True, True)
    assert config.allowed_hosts == ["labels.example.org", ".example.net", "[::1]", "*"]
    assert config.x_accel == "/_files/"
    assert config.access_log is True
    assert [str(each) for each in config.trusted_proxies] == ["10.0.0.0/8", "fd00::/8", "192.0.2.7/32"]
    assert [str(each) for each in config.webhook_networks] == ["10.1.0.0/16", "::1/128"]
    assert (config.time_zone, config.max_upload_bytes, config.max_pixels) == ("Europe/Berlin", 40_000_000, 50_000_000)
    assert (config.max_import_bytes, config.max_import_files, config.api_calls_per_minute) == (60_000_000, 70, 75)
    assert (config.max_json_bytes, config.max_video_bytes, config.max_video_frames) == (12_000_000, 80_000_000, 90)
    assert (config.free_zips_after_days, config.zips_room) == (30, 200_000_000_000)
    assert (config.watchdog_seconds, config.secret_key) == (60, "given")
    assert config.database == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "labels",
        "USER": "labeler",
        "PASSWORD": "pw",
        "HOST": "db",
        "PORT": 5433,
        "OPTIONS": {"sslmode": "require"},
    }
    assert config.bucket == configuration.Bucket("pictures", "https://s3.example.org:9000", "eu")
    assert config.cache == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache:6379/1",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOST", "http://0.0.0.0"),
        ("HOST", "two words"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "eighty"),
        ("PORT", "8000.0"),
        ("PORT", "٨٠٠٠"),
        ("PORT", "9" * 5000),
        ("DATABASE_URL", "mysql://root@localhost/labels"),
        ("DATABASE_URL", "labels.sqlite3"),
        ("DATABASE_URL", "postgres://labeler@db:5432/"),
        ("DATABASE_URL", "postgres://labeler@db:port/labels"),
        ("STORAGE_URL", "pictures"),
        ("STORAGE_URL", "s3://"),
        ("STORAGE_URL", "s3://pictures?endpoint=s3.example.org"),
        ("STORAGE_URL", "s3://pictures?endpiont=https://s3.example.org"),
        ("CACHE_URL", "memcached://cache"),
        ("CACHE_URL", "redis://"),
        ("DEBUG", "maybe"),
        ("LABELER_HTTPS", "https"),
        ("LABELER_STAFF_SECOND_FACTOR", "sometimes"),
        ("LABELER_X_ACCEL", "_files/"),
        ("LABELER_X_ACCEL", "/_files"),
        ("LABELER_X_ACCEL", "https://front/"),
        ("LABELER_WEBHOOK_NETWORKS", "on"),
        ("LABELER_WEBHOOK_NETWORKS", "10.0.0.1/8"),
        ("LABELER_TRUSTED_PROXIES", "nginx"),
        ("LABELER_TRUSTED_PROXIES", "-1"),
        ("LABELER_TRUSTED_PROXIES", "100"),
        ("LABELER_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("LABELER_TRUSTED_PROXIES", "10.0.0.0/8,"),
        ("LABELER_TRUSTED_PROXIES", "10.0.0.0/8, ::/0"),
        ("ALLOWED_HOSTS", "https://labels.example.org"),
        ("ALLOWED_HOSTS", "labels.example.org:443"),
        ("ALLOWED_HOSTS", "one.example.org two.example.org"),
        ("TIME_ZONE", "Atlantis"),
        ("TIME_ZONE", "../../etc/passwd"),
        ("LABELER_FILES_GROUP", "nobody at all"),
        ("LABELER_MAX_UPLOAD_MB", "-1"),
        ("LABELER_MAX_UPLOAD_MB", "2001"),
        ("LABELER_MAX_MEGAPIXELS", "many"),
        ("LABELER_MAX_MEGAPIXELS", "1001"),
        ("LABELER_MAX_IMPORT_MB", "100001"),
        ("LABELER_MAX_IMPORT_FILES", "0"),
        ("LABELER_API_CALLS_PER_MINUTE", "0"),
        ("LABELER_MAX_JSON_MB", "0"),
        ("LABELER_MAX_VIDEO_MB", "0"),
        ("LABELER_MAX_VIDEO_FRAMES", "1000001"),
        ("LABELER_FREE_ZIPS_AFTER_DAYS", "-1"),
        ("LABELER_ZIPS_GB", "1.5"),
        ("LABELER_WATCHDOG_SECONDS", "2"),
        ("LABELER_WATCHDOG_SECONDS", "3601"),
        ("LABELER_ACCESS_LOG", "everything"),
    ],
)
def test_a_malformed_value_is_refused_with_one_sentence_that_names_the_variable(read, name, value):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**{name: value})
    sentence = str(refusal.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_every_variable_that_can_be_malformed_is_in_the_test_above():
    cases = test_a_malformed_value_is_refused_with_one_sentence_that_names_the_variable.pytestmark[0].args[1]
    any_text_will_do = {"LABELER_DATA", "LABELER_ADMIN_PASSWORD", "SECRET_KEY"}
    assert {name for name, _ in cases} == set(configuration.VARIABLES) - any_text_will_do


EXTRAS = [
    ("DATABASE_URL", "postgres://labeler@db/labels", "psycopg", "a PostgreSQL database", "postgres"),
    ("STORAGE_URL", "s3://pictures", "boto3", "a bucket", "s3"),
    ("CACHE_URL", "redis://cache:6379/1", "redis", "a Redis server", "redis"),
]


def check_without(modules, data, **environment):
    """`manage.py check` in a Python that has none of these modules."""
    hide = f"import runpy, sys; sys.modules |= dict.fromkeys({modules!r}); sys.argv = ['manage.py', 'check']"
    unset = dict.fromkeys((name for name, *_ in EXTRAS), "")
    return subprocess.run(
        [sys.executable, "-c", f"{hide}; runpy.run_path('manage.py', run_name='__main__')"],
        cwd=configuration.BASE_DIR,
        env=os.environ | unset | {"LABELER_DATA": str(data)} | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize(("name", "value", "module", "what", "extra"), EXTRAS)
def test_a_value_that_needs_an_extra_says_how_to_install_it(name, value, module, what, extra, tmp_path):
    done = check_without([module], tmp_path, **{name: value})
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"{name} names {what}, and what that needs is not installed. Install it with: make run EXTRAS={extra}\n"
    )


def test_without_any_extra_the_program_is_whole(tmp_path):
    done = check_without(["psycopg", "boto3", "botocore", "storages", "redis"], tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_password_of_a_database_is_not_repeated_in_a_refusal(read):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(DATABASE_URL="postgres://labeler:hunter2@db:port/labels")
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CACHE_URL", "redis://:hunter2/et@cache:6379/0"),
        ("CACHE_URL", "redis://:12/hunter2@cache:6379/0"),
        ("CACHE_URL", "redis://labeler:12/hunter2@cache:6379/0"),
        ("CACHE_URL", "redis://:12#hunter2@cache:6379/0"),
        ("CACHE_URL", "redis://:[hunter2@cache:6379/0"),
        ("CACHE_URL", "redis://:hunter2\u2100@cache:6379/0"),
        ("DATABASE_URL", "postgres://labeler:hunter2/et@db:5432/labels"),
        ("DATABASE_URL", "postgres://labeler:12/hunter2@db:5432/labels"),
        ("DATABASE_URL", "postgres://labeler:[hunter2@db/labels"),
        ("DATABASE_URL", "postgres://labeler:hunter2\u2100@db/labels"),
        ("DATABASE_URL", "//labeler:hunter2@db/labels"),
        ("STORAGE_URL", "s3://key:hunter2@pictures"),
        ("STORAGE_URL", "s3://[hunter2@pictures"),
        ("STORAGE_URL", "s3://pictures?endpoint=https://key:hunter2@s3.example.org"),
        ("STORAGE_URL", "s3://pictures?endpoint=https://key:hunter2/et@s3.example.org"),
        ("STORAGE_URL", "s3://pictures?endpoint=https://[hunter2@s3.example.org"),
    ],
)
def test_no_part_of_a_password_that_was_not_escaped_is_repeated(read, name, value):
    with pytest.raises(ImproperlyConfigured) as refusal:
        read(**{name: value})
    sentence = str(refusal.value)
    assert sentence.startswith(name)
    assert "hunter" not in sentence
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None  # nor in a traceback


def test_an_escaped_password_is_read(read):
    assert read(CACHE_URL="redis://:s3cr%2Fet@cache:6379/0").cache["LOCATION"] == "redis://:s3cr%2Fet@cache:6379/0"
    told = read(DATABASE_URL="postgres://labeler:s3cr%2Fet%40@db:5432/labels").database
    assert (told["PASSWORD"], told["HOST"], told["NAME"]) == ("s3cr/et@", "db", "labels")


def test_the_group_that_may_read_files_is_known_by_its_number(read):
    assert read(LABELER_FILES_GROUP="daemon").files_group == grp.getgrnam("daemon").gr_gid


def test_a_data_folder_below_a_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ImproperlyConfigured, match=r"^LABELER_DATA: the folder \S+ cannot be written"):
        configuration.read({"LABELER_DATA": str(tmp_path / "file" / "data")})


def test_the_secret_key_is_made_once_and_kept_for_its_owner_only(read, tmp_path):
    first = read().secret_key
    assert len(first) >= 50
    assert read().secret_key == first
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "data" / "secret-key").stat().st_mode) == 0o600


def test_processes_that_start_together_agree_on_the_secret_key(read):
    together = threading.Barrier(8)
    keys = []

    def start():
        together.wait()
        keys.append(read().secret_key)

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


def test_an_empty_secret_key_is_refused(read, tmp_path):
    read()
    (tmp_path / "data" / "secret-key").write_text("")
    with pytest.raises(ImproperlyConfigured, match="is empty"):
        read()


def test_a_given_secret_key_leaves_the_data_folder_alone(read, tmp_path):
    read(SECRET_KEY="given")
    assert not Path(tmp_path / "data").exists()
