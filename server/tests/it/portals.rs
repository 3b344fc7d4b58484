//! Portals as the operator writes them: what is checked at start, how pages look, which ways in are listed.

use crate::support::{
    Setup, html,
    portal::{ORIGIN, Portal},
    run,
};
use std::{fs, path::Path};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>";

async fn check_config(folder: &Path, config: &str) -> (bool, String) {
    let file = folder.join("checked.toml");
    fs::write(&file, config).unwrap();
    let output = run(&["--config", file.to_str().unwrap(), "check-config"], &[]).await;
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[tokio::test]
async fn what_is_wrong_shows_before_anybody_comes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    fs::write(at("logo.txt"), "hello").unwrap();
    fs::write(at("large.svg"), format!("<svg>{}</svg>", "x".repeat(70_000))).unwrap();
    fs::write(at("secret"), "").unwrap();
    let portal = Portal::new("naidis");
    let oidc = "[portals.oidc]\nclient_id = \"saatja\"\nissuer";
    for (more, expected) in [
        (
            format!("logo = \"{}\"", at("none.svg")),
            "portals, naidis: logo: No such file",
        ),
        (
            format!("logo = \"{}\"", at("logo.txt")),
            "portals, naidis: logo: neither SVG nor PNG",
        ),
        (format!("logo = \"{}\"", at("large.svg")), "of at most 65536"),
        (
            format!("{oidc} = \"http://id.naidis.ee\""),
            "portals, naidis: oidc: issuer",
        ),
        (
            format!(
                "{oidc} = \"https://id.naidis.ee\"\nclient_secret_file = \"{}\"",
                at("secret")
            ),
            "client_secret_file",
        ),
    ] {
        let (good, text) = check_config(folder.path(), &portal.config(&more)).await;
        assert!(!good && text.contains(expected), "{more}: {text}");
    }
    let private = "-----BEGIN PRIVATE KEY-----\\nMIGHAgEA\\n-----END PRIVATE KEY-----";
    for (key, expected) in [
        (private, "this is a private key"),
        ("hello", "neither a public key in PEM"),
    ] {
        let key = format!("key = \"{key}\"");
        let config = format!(
            "[[portals]]\nid = \"naidis\"\nname = \"N\"\n[[portals.launch_keys]]\nkid = \"k\"\nalgorithm = \"ES256\"\n{key}"
        );
        let (good, text) = check_config(folder.path(), &config).await;
        assert!(
            !good && text.contains(expected) && text.contains("naidis"),
            "{text}"
        );
    }
    let relay = "[relay]\nhost = \"relay.example.org\"\nport = 587\nsecurity = \"starttls\"\n";
    let key = at("none.pem");
    let dkim = format!("{relay}[relay.dkim]\ndomain = \"a.ee\"\nselector = \"s\"\nkey_file = \"{key}\"");
    let (good, text) = check_config(folder.path(), &dkim).await;
    assert!(
        !good && text.contains("relay.dkim") && text.contains("none.pem"),
        "{text}"
    );
}

#[tokio::test]
async fn no_secret_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("checked.toml");
    let portal = Portal::new("naidis").config(
        "[portals.oidc]\nissuer = \"https://id.naidis.ee\"\nclient_id = \"saatja\"\nclient_secret = \"geheim-1\"",
    );
    let text = format!(
        "[store]\npostgres = \"postgres://saatja@db.example.org/saatja\"\npostgres_password = \"geheim-2\"\n\
         [relay]\nhost = \"relay.example.org\"\nport = 587\nsecurity = \"starttls\"\nuser_name = \"saatja\"\n{portal}"
    );
    fs::write(&file, text).unwrap();
    // One that looks like a number, as the environment's would be taken for one.
    let environment = [
        ("SAATJA_RELAY__PASSWORD", "0123geheim-3"),
        ("SAATJA_LOG__LEVEL", "trace"),
    ];
    let output = run(
        &["--config", file.to_str().unwrap(), "check-config"],
        &environment,
    )
    .await;
    assert!(output.status.success(), "{output:?}");
    let shown = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    assert_eq!(shown.matches("\"(set)\"").count(), 3, "{shown}");
    assert!(!shown.contains("geheim"), "{shown}");
}

#[tokio::test]
async fn pages_look_like_the_portals() {
    let setup = Setup::new().await;
    let logo = setup.folder().join("logo.svg");
    fs::write(&logo, SVG).unwrap();
    let look = format!("accent = \"#006b3f\"\nlogo = {logo:?}\nurl = \"https://portal.naidis.ee/start\"");
    let program = setup.portals(&Portal::new("naidis").config(&look)).start().await;
    let browser = program.browser();
    let page = browser.get("/en/help").await.expect(200).html();
    assert!(
        page.contains("href=\"https://portal.naidis.ee/start\"")
            && html::text(&page).contains("Portaal naidis")
    );
    let address = |name: &str| {
        let mut texts = page.split('"');
        texts
            .find(|text| text.starts_with(&format!("/portals/naidis/{name}?v=")))
            .unwrap()
            .to_owned()
    };
    let style = browser.get(&address("theme.css")).await.expect(200);
    assert_eq!(style.header("content-type"), Some("text/css; charset=utf-8"));
    assert!(
        style.html().starts_with(":root{--accent:#006b3f;"),
        "{}",
        style.html()
    );
    let picture = browser.get(&address("logo")).await.expect(200);
    assert_eq!(picture.html(), SVG);
    for (name, value) in [
        ("content-type", "image/svg+xml"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "public, max-age=604800"),
    ] {
        assert_eq!(picture.header(name), Some(value));
    }
    let policy = picture.header("content-security-policy").unwrap();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("sandbox") && !policy.contains("script-src"),
        "{policy}"
    );
    assert!(!page.contains(" style=\""));
    for path in [
        "/portals/teine/logo",
        "/portals/naidis/other",
        "/portals/..%2f/logo",
        "/portals/portal/theme.css",
    ] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn the_ways_in_are_listed() {
    let oidc = "url = \"https://portal.naidis.ee/start\"\n[portals.oidc]\nissuer = \"https://id.naidis.ee\"\nclient_id = \"saatja\"";
    let plain = Portal::new("teine")
        .config("")
        .replace(ORIGIN, "https://teine.example");
    let config = format!("{}{plain}", Portal::new("naidis").config(oidc));
    let program = Setup::new().await.portals(&config).start().await;
    let browser = program.browser();
    let needed = browser.get("/en/settings").await.expect(401).html();
    assert!(needed.contains("href=\"/en/sign-in\""));
    let page = browser.get("/en/sign-in").await.expect(200).html();
    let main = html::main_of(&page);
    assert!(
        main.contains("href=\"/oidc/naidis\"") && main.contains("href=\"https://portal.naidis.ee/start\"")
    );
    assert!(
        !main.contains("teine"),
        "a portal that only launches can not be begun with here"
    );
    assert_eq!(browser.get("/oidc/teine").await.status, 404);
    let bare = Setup::new().await.start().await;
    let page = bare.browser().get("/et/sign-in").await.expect(200).html();
    assert!(!html::main_of(&page).contains("href="), "one-time links alone");
}
