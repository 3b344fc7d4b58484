//! Keys, webhooks, developers.

use super::{Sample, World, some};
use app::pages::{
    company::{
        Mistake, Said,
        api_keys::{self, ApiKeysPage, CreatedPage, KeyRow, KeyState, RevokePage, RotatePage},
        webhooks::{
            self, AskDeletePage, EventChoice, MessageRow, MessageState, NewSecretPage, SecretPage, Typed,
            WebhookPage, WebhookRow, WebhookState, WebhooksPage,
        },
    },
    developers::{
        self, Body, DevelopersPage, Group, Operation, Parameter, ParameterPlace, Response, SchemaField,
    },
};

pub(super) fn samples(w: &World) -> Vec<Sample> {
    let mut samples = keys(w);
    samples.extend(hooks(w));
    samples.extend(secrets(w));
    samples.extend(portal(w));
    samples
}

fn key(w: &World, state: KeyState) -> KeyRow {
    let replaced = state == KeyState::Replaced;
    KeyRow {
        id: format!("{state:?}"),
        name: w.text("Palgaprogramm"),
        hint: "x7Qa".to_owned(),
        created: w.text("1.10.2026"),
        created_by: (!replaced).then(|| w.text("Mari Maasikas")),
        last_used: replaced.then(|| w.text("22.11.2026 10:14")),
        ends: (state != KeyState::Active).then(|| w.text("29.11.2026")),
        state,
    }
}

fn keys(w: &World) -> Vec<Sample> {
    let page = ApiKeysPage {
        said: Some(Said::KeyRevoked),
        keys: [
            KeyState::Active,
            KeyState::Replaced,
            KeyState::Over,
            KeyState::Revoked,
        ]
        .map(|state| key(w, state))
        .into(),
        ..ApiKeysPage::default()
    };
    let wrong = ApiKeysPage {
        mistakes: vec![Mistake::KeyNameInvalid, Mistake::KeyDaysInvalid],
        days: w.text("-1"),
        name: w.text("nimi"),
        ..ApiKeysPage::default()
    };
    let list = |name, page| Sample {
        name,
        html: api_keys::render(w.shell("/company/api-keys"), page),
    };
    let created = CreatedPage {
        name: w.text("Palgaprogramm"),
        key: w.text("Zk3mA9vQx2LrT7yHs8Wc5uNbE1oPdFgJi4XqR6tVaYx"),
        ends: None,
        old_until: some(w, "29.11.2026 10:14"),
    };
    let rotate = RotatePage {
        key: key(w, KeyState::Active),
        mistakes: vec![Mistake::OverlapMissing],
    };
    let revoke = RevokePage {
        key: key(w, KeyState::Active),
    };
    let shell = || w.shell("/company/api-keys");
    vec![
        list("api-keys", page),
        list("api-keys-error", wrong),
        list("api-keys-empty", ApiKeysPage::default()),
        Sample {
            name: "api-key-created",
            html: api_keys::render_created(shell(), created),
        },
        Sample {
            name: "api-key-rotate",
            html: api_keys::render_rotate(shell(), rotate),
        },
        Sample {
            name: "api-key-revoke",
            html: api_keys::render_revoke(shell(), revoke),
        },
    ]
}

fn typed(w: &World) -> Typed {
    let kinds = [
        "settings.saved",
        "sender-user.changed",
        "settings.verified",
        "settings.failing",
        "later.added",
    ];
    Typed {
        url: w.text("https://portaal.naidis.ee/saatja"),
        only_chosen: true,
        events: kinds
            .iter()
            .enumerate()
            .map(|(at, kind)| EventChoice {
                kind: w.text(kind),
                chosen: at < 2,
            })
            .collect(),
    }
}

fn hooks(w: &World) -> Vec<Sample> {
    let since = || w.text("20.11.2026 8:00");
    let states = [
        WebhookState::Active,
        WebhookState::Off(since()),
        WebhookState::Failing(since()),
        WebhookState::Gone(since()),
    ];
    let webhooks = states
        .iter()
        .enumerate()
        .map(|(at, state)| WebhookRow {
            id: at.to_string(),
            url: w.text("https://portaal.naidis.ee/teated/saatja/vastuvotja?firma=4"),
            events: if at == 0 {
                Vec::new()
            } else {
                vec![w.text("settings.saved"), "settings.failing".to_owned()]
            },
            state: state.clone(),
        })
        .collect();
    let page = WebhooksPage {
        said: Some(Said::WebhookDeleted),
        webhooks,
        typed: typed(w),
        ..WebhooksPage::default()
    };
    let wrong = WebhooksPage {
        said: None,
        mistakes: vec![Mistake::UrlInvalid, Mistake::EventsMissing],
        ..page.clone()
    };
    let render = |name, page| Sample {
        name,
        html: webhooks::render(w.shell("/company/webhooks"), page),
    };
    let one = |name, page| Sample {
        name,
        html: webhooks::render_one(w.shell("/company/webhooks/1"), page),
    };
    let full = webhook(w);
    let empty = WebhookPage {
        said: None,
        mistakes: vec![Mistake::UrlNotAllowed],
        state: WebhookState::Active,
        messages: Vec::new(),
        ..full.clone()
    };
    vec![
        render("webhooks", page),
        render("webhooks-error", wrong),
        render("webhooks-empty", WebhooksPage::default()),
        one("webhook", full),
        one("webhook-empty", empty),
    ]
}

fn webhook(w: &World) -> WebhookPage {
    let message = |state: MessageState, result: Option<&str>| MessageRow {
        id: "m".to_owned(),
        kind: w.text("settings.saved"),
        when: w.text("22.11.2026 10:14"),
        attempts: 3,
        state,
        last_result: result.map(|result| w.text(result)),
    };
    WebhookPage {
        id: "1".to_owned(),
        said: Some(Said::WebhookTested),
        mistakes: Vec::new(),
        url: w.text("https://portaal.naidis.ee/saatja"),
        created: w.text("1.10.2026"),
        state: WebhookState::Failing(w.text("20.11.2026 8:00")),
        typed: typed(w),
        enabled: false,
        messages: vec![
            message(MessageState::Delivered(w.text("22.11.2026 10:15")), Some("200")),
            message(MessageState::Waiting(w.text("22.11.2026 12:15")), Some("timeout")),
            message(MessageState::Waiting(w.text("22.11.2026 12:15")), None),
            message(MessageState::GivenUp, Some("certificate-expired")),
        ],
        version: 3,
    }
}

fn secrets(w: &World) -> Vec<Sample> {
    let secret = SecretPage {
        id: "1".to_owned(),
        url: w.text("https://portaal.naidis.ee/saatja"),
        secret: w.text("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        old_until: some(w, "23.11.2026 10:14"),
    };
    let new = NewSecretPage {
        id: "1".to_owned(),
        url: w.text("https://portaal.naidis.ee/saatja"),
        mistakes: Vec::new(),
    };
    let delete = AskDeletePage {
        id: "1".to_owned(),
        url: w.text("https://portaal.naidis.ee/saatja"),
        waiting: 2,
    };
    let shell = || w.shell("/company/webhooks/1");
    vec![
        Sample {
            name: "webhook-secret",
            html: webhooks::render_secret(shell(), secret),
        },
        Sample {
            name: "webhook-new-secret",
            html: webhooks::render_new_secret(shell(), new),
        },
        Sample {
            name: "webhook-delete",
            html: webhooks::render_delete(shell(), delete),
        },
    ]
}

fn portal(w: &World) -> Vec<Sample> {
    let parameter = |name: &str, place: ParameterPlace, required: bool| Parameter {
        name: w.text(name),
        place,
        kind: "string (uuid)".to_owned(),
        required,
        description: w.text("The user's id, as the list gives it."),
    };
    let field = |name: &str| SchemaField {
        name: w.text(name),
        kind: w.text("string or null"),
        required: name == "mode",
        description: w.text("Whose server sends: `portal`, `reply-to` or `own-server`."),
    };
    let body = Body {
        media: "application/json".to_owned(),
        fields: ["mode", "server.host", "server.port"].map(field).into(),
        example: some(w, "{\n  \"mode\": \"portal\"\n}"),
    };
    let operation = Operation {
        id: "putUserSettings".to_owned(),
        method: "PUT".to_owned(),
        path: w.text("/api/v1/users/{id}/settings"),
        summary: w.text("Saves a user's own settings"),
        description: w.text("What is **left out** is inherited."),
        scopes: vec![w.text("company")],
        parameters: vec![
            parameter("id", ParameterPlace::Path, true),
            parameter("If-Match", ParameterPlace::Header, true),
            parameter("lang", ParameterPlace::Query, false),
        ],
        request: Some(body.clone()),
        responses: vec![
            Response {
                status: "200".to_owned(),
                description: w.text("Saved."),
                body: Some(body),
            },
            Response {
                status: "412".to_owned(),
                description: w.text("Somebody saved in between."),
                body: None,
            },
        ],
        example: some(w, "curl -X PUT https://saatja.example/api/v1/users/ID/settings"),
    };
    let page = DevelopersPage {
        base_url: w.text("https://saatja.example"),
        description_url: "/api/v1/openapi.json".to_owned(),
        version: w.text("1.0.0"),
        requests_a_minute: 600,
        groups: vec![Group {
            id: "settings".to_owned(),
            name: w.text("Settings"),
            description: w.text("A user's own settings, and what counts for him."),
            operations: vec![operation],
        }],
    };
    let render = |name, page| Sample {
        name,
        html: developers::render(w.shell("/developers"), page),
    };
    vec![
        render("developers", page),
        render("developers-empty", DevelopersPage::default()),
    ]
}
