"""Redaction: what is masked, what stays, and that neither wrapping nor hostile text gets a secret through."""

import string

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from kimierr.redact import redact, redact_all

K = "4f9a1c7e2b8d4063"
ORG, KEY_ID, UID = "org-7f3c9d2e5b8a4c61a0d4e8f1b2c3d4e5", "ak-f3k9x2m7q1z8w5v4t6yn", "cog830hkqq4ttrgnvpfg"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N"

SHOWN = [
    (f"key sk-kimi-test-{K}, bad", "key sk-kimi-…4063, bad"),
    (f"sk-{K}", "sk-…4063"),
    ("sk-abcdefgh", "sk-…"),
    ("sk-a1b2c", "sk-…"),
    (f"sk-ant-api03-{K}", "sk-ant-api03-…4063"),
    (f"sk-proj-{K}", "sk-proj-…4063"),
    (f"sk_live_{K}", "sk_live_…4063"),
    (f"Bearer {K}", "Bearer …4063"),
    ("Authorization: Bearer xyz", "Authorization: Bearer …"),
    ("Authorization: Basic dXNlcjpwYXNz", "Authorization: Basic …"),
    (f"Authorization: Bearer sk-kimi-{K}\r\n> Content-Length: 93", "Authorization: Bearer sk-kimi-…4063\r\n> Content-Length: 93"),
    (f"Your account {ORG}<{KEY_ID}> request", "Your account org-…d4e5<ak-…t6yn> request"),
    (f"Your account {ORG} / proj-{K} <{KEY_ID}> is", "Your account org-…d4e5 / proj-…4063 <ak-…t6yn> is"),
    (f"Your account {UID}<ak-...> request", "Your account …vpfg<ak-...> request"),
    (f"Your account {UID}&lt;{KEY_ID}&gt;", "Your account …vpfg&lt;ak-…t6yn&gt;"),
    ("alice@example.com", "a…@example.com"),
    ("mail a@example.org or bob.b@163.com", "mail a…@example.org or b…@163.com"),
    ("postgres://bob:hunter2@db/x", "postgres://bob:…@db/x"),
    ("postgres://bob:p@ss/w0rd@db/x", "postgres://bob:…@db/x"),
    (f"https://h.com/?key={K}&a=b", "https://h.com/?key=…4063&a=b"),
    (JWT, "eyJ…0w5N"),
    (f"Cookie: sid={K}; lang=en", "Cookie: sid=…4063; lang=…"),
    (f"Set-Cookie: sid={K}; Path=/; HttpOnly", "Set-Cookie: sid=…4063; Path=/; HttpOnly"),
    (f"export A_KEY={K}", "export A_KEY=…4063"),
    ("DB_PASSWORD=hunter2-hunter2", "DB_PASSWORD=…"),
    (f"KEY: {K}", "KEY: …4063"),
    (f"key={K}", "key=…4063"),
    (f"kimi-auth={K}{K}; path=/", "kimi-auth=…4063; path=/"),
    ("sk-abc1\n   def2ab9x rest", "sk-…ab9x rest"),
    (f"s\nk-kimi-{K}", "sk-kimi-…4063"),
    ("sk-abc12345\nrequest reached", "sk-…\nrequest reached"),
    (f"sk-{K}\n2026-11-20 10:00 next", "sk-…4063\n2026-11-20 10:00 next"),
    (f"sk-{K}\nkimi-k2.5", "sk-…4063\nkimi-k2.5"),
    (f"sk-{K}\nmodel: x", "sk-…4063\nmodel: x"),
    (f"sk-{K}\nreq_01aB2cD3", "sk-…4063\nreq_01aB2cD3"),
]


@pytest.mark.parametrize(("text", "masked"), SHOWN)
def test_what_remains(text: str, masked: str) -> None:
    assert redact(text) == masked
    assert redact(masked) == masked


PREFIXES = ["sk-", "sk-or-v1-", "gsk_", "xai-", "ghp_", "hf_", "nvapi-", "glpat-", "xoxb-", "proj_", "org_", "cak-", "Sk-", "SK-KIMI-"]
NAMES = [
    "x-api-key",
    "X-API-Key",
    "api-key",
    "api_key",
    "apiKey",
    "x-goog-api-key",
    "client_secret",
    "password",
    "access_token",
    "A_TOKEN",
    "A_KEY",
    "A_SECRET",
]
LEAKS = [
    *(f"{prefix}{K}" for prefix in PREFIXES),
    f"AIzaSy{K}{K}", f"AKIA{K.upper()}",
    *(f"{name}{separator}{K}" for name in NAMES
      for separator in (":", ": ", "=", " = ", "='", '="', '": "', "': '", '":"', '\\":\\"')),
    f"setx A_API_KEY {K}", f'$env:A_API_KEY = "{K}"', f"--api-key {K}", f"--api-key={K}", f"curl -u bob:{K} https://h", f"-e A_KEY={K} image",
    f"'Authorization': 'Bearer {K}'", f"(b'authorization', b'Bearer {K}')", f"(b'x-api-key', b'{K}')", f"[authorization: bearer {K}]", f"Authorization: {K}",
    f"Authorization: Token {K}", f"Bearer%20{K}", f"Bearer 1|{K}", f"Proxy-Authorization: Basic {K}==", f"Bearersk-kimi-{K}",
    f"'set-cookie': ['a={K}; Path=/', 'b={K}']", f'"Cookie": "a={K}; b={K}"', f"redis://:{K}@h:6379", f"user:{K}@tcp(1.1.1.1:3306)/x", f"?api_key=sk-{K}",
    f"https://h/x?access_token={K}#f", f"密钥sk-{K}无效", f"密钥：{K}", f"\\nsk-{K}", f"\\u003csk-{K}", f"[31msk-{K}", f"${{KEY:-sk-{K}}}", f"<sk-{K}>",
    f"{{sk-{K}}}",
    f"Incorrect API key provided: {K}. You can", f"api key: {K}", f"token: {K}", f"KIMI_API_KEY is {K}", f"Key {K} is invalid", f"sk-{K}.Please",
    f"sk-{K}/{K}",
    f"sk-kimi-{K[:7]}   \n│ {K[7:]} │", f"api_key={K[:8]}\n  {K[8:]}", f'"sk-{K[:9]}\n {K[9:]}"', f"sk-\n{K}", f"sk-{K[:6]}\v{K[6:]}",
    f"{ORG[:20]}\n{ORG[20:]}<{KEY_ID}>",
    f"-----BEGIN RSA PRIVATE KEY-----\n{K}\n{K}\n-----END RSA PRIVATE KEY-----",
]  # fmt: skip


@pytest.mark.parametrize("text", LEAKS)
def test_no_secret_survives(text: str) -> None:
    masked = redact(text)
    assert survivors(K, masked) == []
    assert survivors(K.upper(), masked) == []
    assert survivors(ORG, masked) == []
    assert redact(masked) == masked
    cleaned = masked.replace("…", "...")
    assert redact(cleaned) == cleaned


STAY = """\
task-1234|risk-12345678|disk-abc12345|ask-me-anything1|break-12345678|org-best-practice|https://platform.kimi.ai/docs/guide/org-best-practice
sk-|sk-...|sk-***|sk-…|sk-xxxx|sk-xxxxxxxxxxxxxxxx|sk-abc***xyz|sk-kimi-[KEY]|sk-your-api-key|keys start with sk-kimi-|sk-kimi-... or sk-...|sk-learn
sk-prefixed keys
org-...|org-…<ak-…>|org-***|org-77…****|org-1cd6...|org_id|org-wide|proj-name|{organization-id}<{ak-id}>|Your account xxxxx / proj-xxxxxx <ak-xxxxx> request
sk-kimi-…4063|org-…3d4e|ak-…6yn4|Bearer …4063|a…@example.com|https://u:…@h/x
$MOONSHOT_API_KEY|${KIMI_API_KEY}|<your-api-key>|api_key=$KEY|api_key=<your-api-key>|api_key=YOUR_API_KEY|MOONSHOT_API_KEY=your-key
api_key=os.environ["A_KEY"]|api_key=os.getenv("X")
kimi-k2.5|kimi-for-coding|moonshot-v1-128k|api.moonshot.ai|https://api.kimi.com/coding/v1|http://127.0.0.1:8080|https://api.moonshot.ai:8080/v1/@x/y
req_011AbCdEfGhJkLmNpQrStUvW|550e8400-e29b-41d4-a716-446655440000|(request id: 20261120114602318845678Qw7RtYpL)|chatcmpl-65f2a1b30c
rate_limit_reached_error|incorrect_api_key_error|open-platform/incorrect-api-key|kimi-code/invalid-api-key: Invalid key|invalid_api_key: Wrong key
max_tokens: 8192|token: 12345|total_tokens=1234567890|token limit: 262144|"token": " Hello"|Unexpected token < in JSON at position 0
Unexpected token: a1b2c3
Authorization: Bearer $KEY|Authorization: Bearer {api_key}|Authorization: Bearer <token>|Authorization: Bearer|Authorization failed.
Authorization header missing
Bearer token|Bearer authentication is required|bearer tokens are supported|basic authentication|Basic JavaScript knowledge
Bearer realm="x", error="invalid_token"
Incorrect API key provided|API key: invalid or expired|api_key is required|api_key: Field required|The API Key appears to be invalid|"api_key": null
"api_key": ""
password: must be at least 8|(using password: YES)|PWD=/home/alice|password reset token|postgres://u:***@h/db|postgres://u:${PW}@h|docker run -u 1000:1000
user:***@tcp(127.0.0.1)/
api-service@moonshot.ai|support@moonshot.ai|code@moonshot.ai|git@github.com:a/b.git|openai@4.52.0|v3@v3.5.16/r.go|dev@kimicode|https://user@host/
Sending cookies.|cookie: none|sk_buff_head|hf_hub_download|primary_key: 12345abc|sort key=abc|"key": "value1234567"|2026-11-20T11:46:02"""


@pytest.mark.parametrize("text", [text for line in STAY.splitlines() for text in line.split("|")])
def test_names_that_are_no_secrets_stay(text: str) -> None:
    assert redact(text) == text


def test_nested_values() -> None:
    document = {
        "a": [f"sk-{K}", 1, None, {"x": ("alice@example.com", True)}],
        f"sk-{K}": 2.5,
        "api_key": K,
        "organization": UID,
        "model": "kimi-k2.5",
        "seconds": 1,
    }
    assert redact_all(document) == {
        "a": ["sk-…4063", 1, None, {"x": ("a…@example.com", True)}], f"sk-{K}": 2.5, "api_key": "…4063", "organization": "…vpfg", "model": "kimi-k2.5",
        "seconds": 1,
    }  # fmt: skip
    assert redact_all(redact_all(document)) == redact_all(document)


# -- properties ------------------------------------------------------------------------------------------------

TOKENS = [
    "sk-", "sk-kimi-", "org-", "ak-", "<ak-", "eyJ", "Bearer ", "basic ", "Authorization:", "cookie:", "Set-Cookie: a=", "api_key=", '"token": "',
    "A_KEY=", "password:",
    "://", "@", ":", "a@b.cc", "?key=", "…", "...", "***", "\n", "\r\n", "\v", "  ", "│", "\\", '"', "'", "<", ">", "=", ";", ".", "-", "_", "/", K, UID,
    "kimi", "İ", "ß", "密钥", "\ud800",
    "-----BEGIN PRIVATE KEY-----\n", "%40", "-u ", "x", "aB3", "api key ", "@tcp(", "s\nk-",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.one_of(st.sampled_from(TOKENS), st.text(string.ascii_letters + string.digits + "-_ ", max_size=12)), max_size=25).map(
        "".join
    ),
)
alnum = string.ascii_letters + string.digits


def survivors(secret: str, text: str) -> list[str]:
    """Return the pieces of five characters of a secret that stand in the text (four may be shown)."""
    return [secret[i : i + 5] for i in range(len(secret) - 4) if secret[i : i + 5] in text]


@st.composite
def secrets(draw: st.DrawFn, alphabet: str = alnum, least: int = 24) -> str:
    """Random characters as a vendor makes them: never a word, since every fourth is a digit; no five alike."""
    size = draw(st.integers(least, 64))
    chars = [draw(st.sampled_from(string.digits if i % 4 == 2 else alphabet)) for i in range(size)]
    chars[0], chars[1] = "q", "Z"  # not all digits
    return "".join(chars)


@settings(max_examples=600, deadline=None)
@given(texts)
@example("sk-sk-sk-aaaaaaaa…")
@example("Bearer a1b2c3d4@b.cc")
def test_idempotent_bounded_and_never_raises(text: str) -> None:
    masked = redact(text)
    assert redact(masked) == masked
    assert len(masked) <= len(text) + text.count("@") + text.count("%40")


SHAPES = [
    "sk-{}", "sk-kimi-{}", "sk-proj-{}", "sk-ant-api03-{}", "sk_live_{}", "gsk_{}", "xai-{}", "ghp_{}", "hf_{}", "org-{}", "proj-{}", "<ak-{}>", "<cak-{}>",
    "Bearer {}", "Authorization: Bearer {}", "x-api-key: {}", "api_key={}", '"api_key": "{}"', "Cookie: sid={}", "https://u:{}@host.com/x", "?token={}",
    "export MY_KEY={}", "DB_PASSWORD={}",
    "MY_SECRET='{}'", "client_secret: {}",
]  # fmt: skip
AROUND = ["", " ", "\n", '"', "'", "`", "(", ",", "key ", "无效", "<"]
WRAPS = ["\n", "\n   ", "  \n  ", " │\n│ ", "\r\n", "\v"]


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(SHAPES),
    secrets(),
    st.sampled_from(AROUND),
    st.sampled_from([*AROUND, " is invalid", ". Please check", "\nrequest reached"]),
)
def test_secrets_of_every_shape_are_masked(shape: str, secret: str, before: str, after: str) -> None:
    masked = redact(before + shape.format(secret) + after)
    assert survivors(secret, masked) == []
    assert redact(masked) == masked


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(["sk-{}", "sk-kimi-{}", "org-{}", "proj-{}", "Bearer {}", "x-api-key: {}", "api_key={}"]),
    secrets(),
    st.sampled_from(WRAPS),
    st.data(),
)
def test_secrets_broken_by_a_wrap_are_masked(shape: str, secret: str, wrap: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(5, len(secret) - 8))
    assume(not shape.startswith(("org-", "proj-")) or cut != 32)  # an id of its full length does not go on in the next line
    masked = redact("error: " + shape.format(secret[:cut] + wrap + secret[cut:]) + "\nplease check")
    assert survivors(secret[:cut], masked) == []
    assert survivors(secret[cut:], masked) == []
    assert masked.endswith("\nplease check")
    assert redact(masked) == masked


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "the",
                "your",
                "account",
                "request",
                "reached",
                "please",
                "try",
                "again",
                "after",
                "seconds",
                "engine",
                "is",
                "currently",
                "overloaded",
                "model",
                "kimi-k2.5",
                "quota",
                "limit:",
                "20",
                "error",
                "429",
            ]
        ),
        max_size=30,
    )
)
def test_prose_is_not_eaten(words: list[str]) -> None:
    prose = " ".join(words)
    assert redact(prose) == prose
    assert redact(f"sk-{K} {prose}") == f"sk-…4063 {prose}"
    assert redact(f"sk-{K}\n{prose}") == f"sk-…4063\n{prose}"
