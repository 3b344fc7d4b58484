//! The API's description: what the operations say of themselves, and what holds for all of them.

use super::{PREFIX, operations, problem, schema, words};
use serde_json::{Map, Value, json};
use std::sync::OnceLock;
use utoipa::OpenApi;

/// What the description begins with.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Saatja",
        version = "1.0.0",
        description = "The outgoing mail of a portal's companies: settings, tests, results.\n\nEach request carries an API key: \
            `Authorization: Bearer saatja_…`. A key opens a portal with all its companies, or one company; everything \
            else is not there (404). What can not be done is answered with `application/problem+json` (RFC 9457), whose \
            `type` stays the same. What two may change at once has an `ETag`, and is changed with `If-Match`. Fields that \
            there are not are refused.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    components(schemas(problem::Body, schema::Searched, schema::StateWords, schema::EventKindWords)),
    tags(
        (name = "companies", description = "The companies of a portal."),
        (name = "users", description = "The users of a company."),
        (name = "settings", description = "What the company and its users have set, field by field, and what counts of it."),
        (name = "sender user", description = "The user whose settings are the base for all others."),
        (name = "tests", description = "Test letters, stage by stage."),
        (name = "messages", description = "Letters that are sent: accepted once, and what became of them."),
        (name = "batches", description = "Many letters that are handed over together."),
        (name = "events", description = "What came back: reports, automatic answers, replies."),
        (name = "drafts", description = "Letters that a person edits before they are sent."),
        (name = "providers", description = "What is known of mail providers."),
        (name = "audit", description = "Who did what, and when."),
        (name = "API keys", description = "Keys for this API."),
        (name = "webhooks", description = "Messages to the portal about what happened (Standard Webhooks)."),
    )
)]
pub struct Begin;

/// The name of the security scheme.
const KEY: &str = "key";

/// The whole description.
pub fn description() -> &'static Value {
    static DESCRIPTION: OnceLock<Value> = OnceLock::new();
    DESCRIPTION.get_or_init(|| {
        let api = operations().into_openapi();
        let mut api = serde_json::to_value(api).expect("a description has no map with other keys than texts");
        api["servers"] = json!([{ "url": PREFIX }]);
        api["security"] = json!([{ KEY: [] }]);
        api["components"]["securitySchemes"] = json!({ KEY: {
            "type": "http", "scheme": "bearer",
            "description": "An API key: `saatja_` and 43 characters. `saatja api-key add` makes the first one.",
        }});
        for operation in every_operation(&mut api) {
            complete(operation);
        }
        api
    })
}

/// The same as it is served and checked in.
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(description()).expect("a value is JSON");
    text.push('\n');
    text
}

fn every_operation(api: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    api["paths"]
        .as_object_mut()
        .into_iter()
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut)
        .flat_map(Map::values_mut)
        .filter_map(Value::as_object_mut)
}

/// What follows from an operation's form, so that no operation has to say it.
fn complete(operation: &mut Map<String, Value>) {
    let has = |place: &str| {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        parameters.is_some_and(|all| all.iter().any(|one| one["in"] == place))
    };
    let has_header = |name: &str| {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        parameters.is_some_and(|all| all.iter().any(|one| one["name"] == name))
    };
    let body = operation.contains_key("requestBody");
    let has_to_match = {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        parameters.is_some_and(|all| {
            all.iter()
                .any(|one| one["name"] == "If-Match" && one["required"] == true)
        })
    };
    let tagged = has_to_match || has_header("If-None-Match");
    let mut problems = vec![
        ("401", "`key-missing`, `key-not-valid`"),
        ("429", "`too-many-requests`"),
        ("500", "`broken`"),
    ];
    if has("path") {
        problems.push((
            "404",
            "`not-found`: there is no such thing, or the key does not open it.",
        ));
    }
    if body {
        problems.extend([
            ("400", "`malformed`"),
            ("413", "`too-large`"),
            ("415", "`media-type`"),
            (
                "422",
                "`invalid`, `validation`: `errors` or `findings` say what is wrong.",
            ),
        ]);
    } else if has("query") {
        problems.push(("400", "`invalid-parameter`"));
    }
    if has_to_match {
        problems.extend([
            ("412", "`version-changed`; `ETag` is the one that is there now."),
            ("428", "`version-needed`"),
        ]);
    }
    let in_language = has_header(words::HEADER);
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else {
        return;
    };
    for (status, description) in problems {
        let known = responses
            .entry(status)
            .or_insert_with(|| json!({ "description": "" }));
        if known["description"] == "" {
            known["description"] = description.into();
        }
    }
    for (status, response) in responses {
        if status.starts_with(['4', '5']) {
            response["content"] = json!({ "application/problem+json": {
                "schema": { "$ref": "#/components/schemas/Problem" }
            }});
        }
        headers(status, response, tagged, in_language);
    }
}

/// The headers of an answer.
fn headers(status: &str, response: &mut Value, tagged: bool, in_language: bool) {
    let mut add = |name: &str, description: &str, schema: Value| {
        response["headers"][name] = json!({ "description": description, "schema": schema });
    };
    let text = || json!({ "type": "string" });
    match status {
        "401" => add("WWW-Authenticate", "`Bearer` (RFC 6750).", text()),
        "429" | "503" => add(
            "Retry-After",
            "Seconds to wait.",
            json!({ "type": "integer", "minimum": 1 }),
        ),
        _ => {}
    }
    if tagged && (status.starts_with('2') || status == "304" || status == "412") {
        add(
            "ETag",
            "The strong tag of the version.",
            json!({ "type": "string", "pattern": "^\"[0-9]+\"$" }),
        );
    }
    if in_language && status == "200" {
        add("Content-Language", "The language of the sentences.", text());
    }
}

#[cfg(test)]
mod tests {
    use super::{description, text};
    use serde_json::Value;
    use std::{fs, path::Path};

    /// Each operation with its method and path.
    fn operations() -> Vec<(String, &'static Value)> {
        let paths = description()["paths"].as_object().unwrap();
        paths
            .iter()
            .flat_map(|(path, methods)| {
                let methods = methods.as_object().unwrap().iter();
                methods.map(move |(method, operation)| (format!("{method} {path}"), operation))
            })
            .collect()
    }

    /// `SAATJA_WRITE_OPENAPI=1 cargo nextest run -p saatja the_checked_in_description` writes it anew.
    #[test]
    fn the_checked_in_description_is_the_programs() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/openapi.json");
        if std::env::var_os("SAATJA_WRITE_OPENAPI").is_some() {
            fs::write(&path, text()).unwrap();
        }
        let stored = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            stored == text(),
            "docs/openapi.json is stale: SAATJA_WRITE_OPENAPI=1 writes it anew"
        );
    }

    #[test]
    fn what_is_referred_to_is_there() {
        fn look(value: &Value) {
            match value {
                Value::Object(fields) => {
                    if let Some(target) = fields.get("$ref").and_then(Value::as_str) {
                        assert!(
                            description().pointer(target.trim_start_matches('#')).is_some(),
                            "{target}"
                        );
                    }
                    fields.values().for_each(look);
                }
                Value::Array(items) => items.iter().for_each(look),
                _ => {}
            }
        }
        look(description());
    }

    #[test]
    fn every_operation_says_all_of_itself() {
        let all = operations();
        assert!(all.len() > 35, "{}", all.len());
        let mut ids = Vec::new();
        for (name, operation) in all {
            for word in ["operationId", "summary", "description"] {
                assert!(
                    operation[word].as_str().is_some_and(|text| text.len() > 3),
                    "{name}: {word}"
                );
            }
            assert_eq!(operation["tags"].as_array().map(Vec::len), Some(1), "{name}");
            ids.push(operation["operationId"].as_str().unwrap());
            let responses = operation["responses"].as_object().unwrap();
            for status in ["401", "429", "500"] {
                assert!(responses.contains_key(status), "{name}: {status}");
            }
            assert!(responses.keys().any(|status| status.starts_with('2')), "{name}");
            for (status, response) in responses {
                assert!(
                    response["description"]
                        .as_str()
                        .is_some_and(|text| !text.is_empty()),
                    "{name} {status}"
                );
            }
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                assert!(parameter["description"].is_string(), "{name}: {parameter}");
            }
        }
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count, "an operation's id is there twice");
    }

    #[test]
    fn every_body_that_is_sent_has_an_example_and_refuses_other_fields() {
        for (name, operation) in operations() {
            let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema/$ref") else {
                // Files and lines are no JSON.
                let others = ["putBlob", "handOverBatch", "handOverMail"]
                    .contains(&operation["operationId"].as_str().unwrap());
                assert!(operation.get("requestBody").is_none() || others, "{name}");
                continue;
            };
            let pointer = schema.as_str().unwrap().trim_start_matches('#');
            let schema = description().pointer(pointer).unwrap();
            assert!(schema.get("example").is_some(), "{name}: no example");
            assert_eq!(schema["additionalProperties"], false, "{name}");
        }
    }
}
