# Holds the running program's API against its description: Schemathesis makes requests of it, good and bad, and checks
# each answer. Needs say.sh, packages.sh and postgresql.sh.
# shellcheck shell=bash

SCHEMATHESIS_VERSION=4.32.5
SCHEMATHESIS_HOME="$TOOLS/schemathesis-$SCHEMATHESIS_VERSION"
# Seconds for each of the two passes over a store.
API_SECONDS="${API_SECONDS:-60}"

install_schemathesis() {
  [ -x "$SCHEMATHESIS_HOME/bin/st" ] && "$SCHEMATHESIS_HOME/bin/st" --version >/dev/null 2>&1 && return 0
  apt_packages python3 python3-venv
  rm -rf "$SCHEMATHESIS_HOME"
  timed "Installing Schemathesis $SCHEMATHESIS_VERSION" venv_with "$SCHEMATHESIS_HOME" "schemathesis==$SCHEMATHESIS_VERSION"
}

venv_with() {
  local folder="$1"
  shift
  python3 -m venv "$folder" && "$folder/bin/pip" install --quiet --disable-pip-version-check "$@"
}

# schemathesis FOLDER CONFIG URL KEY OPTION…: the whole description, all checks, a fixed seed, for $API_SECONDS.
schemathesis() {
  local folder="$1" config="$2" url="$3" key="$4"
  shift 4
  (cd "$folder" && SCHEMATHESIS_HOOKS="$ROOT/server/tests/schemathesis_lines.py" "$SCHEMATHESIS_HOME/bin/st" --config-file "$config" run "$ROOT/docs/openapi.json" --url "$url" \
    --header "Authorization: Bearer $key" --max-time "$API_SECONDS" --generation-database none --no-color "$@")
}

# with_things URL KEY: makes one thing of each kind and puts their ids in place of {company_id} and so on.
with_things() {
  python3 -c '
import hashlib, json, sys, urllib.request

url, key = sys.argv[1:]

def ask(path, body=None, method="POST", **more):
    head = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"} | more
    data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url + path, data, head, method=method)) as answer:
        return json.loads(answer.read() or b"{}")

def make(path, body=None):
    return ask(path, body)["id"]

ids = {"company_id": make("/companies", {"name": "Things"})}
company = "/companies/" + ids["company_id"]
ids["user_id"] = make(company + "/users", {"name": "Things", "email": "things@example.org"})
user = company + "/users/" + ids["user_id"]
server = {"mode": "own-server", "host": "smtp.example.org", "port": 465, "security": "tls", "user_name": ""}
head = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "If-Match": "*"}
urllib.request.urlopen(urllib.request.Request(url + user + "/settings", json.dumps(server).encode(), head, method="PUT"))
ids["test_id"] = make(user + "/tests")
ids["webhook_id"] = make(company + "/webhooks", {"url": "https://hooks.example.org/"})
ids["webhook_message_id"] = make(company + "/webhooks/" + ids["webhook_id"] + "/test")
once = {"Idempotency-Key": "things"}
letter = {"to": [{"address": "somebody@example.org"}], "text": "Tere!"}
ids["message_id"] = ask(user + "/messages", letter, **once)["messages"][0]["id"]
ids["account_id"] = ask(company + "/messages/" + ids["message_id"], method="GET")["account_id"]
lines = {"Idempotency-Key": "batch", "Content-Type": "application/x-ndjson"}
ids["batch_id"] = ask(user + "/batches?name=Things&paused=true", json.dumps(letter).encode(), **lines)["batch_id"]
ids["draft_id"] = make(user + "/drafts", letter | {"to": "somebody@example.org"})
file = b"things"
ids["sha256"] = hashlib.sha256(file).hexdigest()
ask(company + "/blobs/" + ids["sha256"], file, "PUT", **{"Content-Type": "application/octet-stream"})
ids["company_key_id"] = make(company + "/api-keys", {"name": "Things"})
ids["portal_key_id"] = make("/api-keys", {"name": "Things"})
text = sys.stdin.read()
for name, value in ids.items():
    text = text.replace("{" + name + "}", value)
print(text)
' "$@"
}

# check_api STORE FOLDER LINE…: starts the program on a store and checks its API; LINEs go into [store].
check_api() (
  local store="$1" folder="$2" program="$CARGO_TARGET_DIR/debug/saatja" port pid=""
  shift 2
  mkdir -p "$folder/site"
  for name in start.js embed.js frontend.js frontend_bg.wasm main.css; do
    echo "$name" | tee "$folder/site/$name" "$folder/site/$name.br" >"$folder/site/$name.gz"
  done
  port="$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')"
  {
    printf '[server]\nlisten = "127.0.0.1:%s"\nbase_url = "http://127.0.0.1:%s"\nsite = "%s/site"\n' "$port" "$port" "$folder"
    printf '[store]\nkeys = "%s/keys.toml"\n' "$folder"
    printf '%s\n' "$@"
    # Names are looked up where nobody answers: at once, and outside of this machine nothing is asked.
    printf '[network]\ndns = ["127.0.0.1:1"]\n[limits]\napi_requests_per_key = 1000000000\n'
    printf 'tests_per_%s = 1000000\n' user company server
  } >"$folder/saatja.toml"
  local key
  key="$("$program" --config "$folder/saatja.toml" api-key add "Schemathesis" 2>"$folder/key.log")" ||
    die "no API key: $(cat "$folder/key.log")"
  "$program" --config "$folder/saatja.toml" serve >"$folder/serve.log" 2>&1 &
  pid=$!
  # shellcheck disable=SC2064 # this process, whatever is started later
  trap "kill $pid 2>/dev/null || true; wait $pid 2>/dev/null || true" EXIT
  for _ in $(seq 100); do
    curl -sf "http://127.0.0.1:$port/readyz" >/dev/null && break
    kill -0 "$pid" 2>/dev/null || die "the program does not start: $(tail -n 3 "$folder/serve.log")"
    sleep 0.1
  done
  local url="http://127.0.0.1:$port/api/v1"
  # What it makes itself, and follows from answer to answer. It must not end the key that it uses, nor make as many keys
  # as a portal may have.
  say "Checking the API on $store: what it finds by itself"
  schemathesis "$folder" "$ROOT/server/tests/schemathesis.toml" "$url" "$key" --exclude-operation-id revokePortalKey \
    --exclude-operation-id rotatePortalKey --exclude-operation-id createPortalKey ||
    die "the API on $store is not as its description says (see above)"
  # The same with things that are there and stay there.
  say "Checking the API on $store: things that are there"
  with_things "$url" "$key" <"$ROOT/server/tests/schemathesis-things.toml" >"$folder/things.toml" ||
    die "the things could not be made"
  schemathesis "$folder" "$folder/things.toml" "$url" "$key" --phases examples,coverage,fuzzing \
    --exclude-operation-id deleteCompany --exclude-operation-id deleteUser --exclude-operation-id deleteWebhook \
    --exclude-operation-id deleteDraft ||
    die "the API on $store is not as its description says (see above)"
  ! grep -E ' (ERROR|panicked) |panicked at' "$folder/serve.log" ||
    die "the program's log tells of a mistake of its own (see above)"
)

# Both stores, one after the other.
check_apis() {
  local folder failed=no
  folder="$(mktemp -d "${TMPDIR:-/tmp}/saatja-api.XXXXXX")"
  # PostgreSQL runs as a user of its own.
  chmod 755 "$folder"
  check_api SQLite "$folder/sqlite" "sqlite = \"$folder/sqlite/saatja.db\"" || return 1
  start_postgresql "$folder/postgresql"
  check_api PostgreSQL "$folder/postgres" \
    "postgres = \"postgres://postgres@localhost/postgres?host=$folder/postgresql\"" || failed=yes
  stop_postgresql "$folder/postgresql"
  [ $failed = no ] && rm -rf "$folder"
}
