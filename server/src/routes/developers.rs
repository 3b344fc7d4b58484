//! `GET /{language}/developers`: the API's description, to be read.

mod schema;

use crate::{
    api,
    state::State,
    web::{MaybeSignedIn, PageLanguage, shell},
};
use app::pages::developers::{
    self, Body, DevelopersPage, Group, Operation, Parameter, ParameterPlace, Response,
};
use axum::{extract::State as Shared, response::Html};
use schema::{fields, kind};
use serde_json::Value;

/// The page.
pub async fn show(
    Shared(state): Shared<State>,
    PageLanguage(language): PageLanguage,
    MaybeSignedIn(person): MaybeSignedIn,
) -> Html<String> {
    let description = api::description();
    let page = DevelopersPage {
        base_url: state.config.server.base_url.to_string(),
        description_url: format!("{}/openapi.json", api::PREFIX),
        version: text(&description["info"]["version"]),
        requests_a_minute: u64::from(state.config.limits.api_requests_per_key),
        groups: groups(description),
    };
    let shell = shell::around(&state, language, "/developers", person.as_ref());
    Html(developers::render(shell, page))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn objects(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The operations by their tags, in the description's order.
fn groups(description: &Value) -> Vec<Group> {
    list(&description["tags"])
        .map(|tag| {
            let of_tag = |operation: &Value| operation["tags"][0] == tag["name"];
            let operations = objects(&description["paths"])
                .flat_map(|(path, methods)| objects(methods).map(move |(method, one)| (path, method, one)))
                .filter(|(_, _, operation)| of_tag(operation))
                .map(|(path, method, operation)| one(description, path, method, operation))
                .collect();
            let name = text(&tag["name"]);
            Group {
                id: format!("group-{}", name.to_lowercase().replace(' ', "-")),
                name,
                description: text(&tag["description"]),
                operations,
            }
        })
        .collect()
}

fn one(description: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let responses = &operation["responses"];
    let portal_only = text(&responses["403"]["description"]).contains("portal-key-needed");
    Operation {
        id: text(&operation["operationId"]),
        method: method.to_uppercase(),
        path: format!("{}{path}", api::PREFIX),
        summary: text(&operation["summary"]),
        description: text(&operation["description"]),
        // Where a company's key is refused in parts only, the description says which.
        scopes: if portal_only && !matches!(method, "patch") {
            vec!["portal".to_owned()]
        } else {
            vec!["company".to_owned(), "portal".to_owned()]
        },
        parameters: list(&operation["parameters"])
            .filter_map(|one| parameter(description, one))
            .collect(),
        request: body(description, &operation["requestBody"]),
        responses: objects(responses)
            .map(|(status, response)| Response {
                status: status.clone(),
                description: text(&response["description"]),
                // All problems look alike, and the chapter on errors tells how.
                body: body(description, response).filter(|_| !status.starts_with(['4', '5'])),
            })
            .collect(),
        example: None,
    }
}

fn parameter(description: &Value, parameter: &Value) -> Option<Parameter> {
    let place = match parameter["in"].as_str()? {
        "path" => ParameterPlace::Path,
        "query" => ParameterPlace::Query,
        "header" => ParameterPlace::Header,
        _ => return None,
    };
    Some(Parameter {
        name: text(&parameter["name"]),
        place,
        kind: kind(description, &parameter["schema"]),
        required: parameter["required"] == true,
        description: text(&parameter["description"]),
    })
}

fn body(description: &Value, holder: &Value) -> Option<Body> {
    let (media, content) = objects(&holder["content"]).next()?;
    let schema = schema::resolved(description, &content["schema"]);
    let example = content
        .get("example")
        .or_else(|| schema.get("example"))
        .map(|example| match example {
            Value::String(text) => text.clone(),
            other => serde_json::to_string_pretty(other).unwrap_or_default(),
        });
    Some(Body {
        media: media.clone(),
        fields: fields(description, schema),
        example,
    })
}

#[cfg(test)]
mod tests {
    use super::groups;
    use crate::api;

    #[test]
    fn every_operation_is_on_the_page_with_its_fields() {
        let groups = groups(api::description());
        let operations: Vec<_> = groups.iter().flat_map(|group| &group.operations).collect();
        let described: usize = api::description()["paths"]
            .as_object()
            .unwrap()
            .values()
            .map(|methods| methods.as_object().unwrap().len())
            .sum();
        assert_eq!(operations.len(), described);
        let save = operations
            .iter()
            .find(|one| one.id == "saveUserSettings")
            .unwrap();
        let request = save.request.as_ref().unwrap();
        let port = request.fields.iter().find(|field| field.name == "port").unwrap();
        assert_eq!((port.kind.as_str(), port.required), ("integer, null", false));
        assert!(request.example.as_ref().unwrap().contains("smtp.gmail.com"));
        let effective = operations
            .iter()
            .find(|one| one.id == "readEffectiveSettings")
            .unwrap();
        let answer = effective.responses[0].body.as_ref().unwrap();
        assert!(
            answer.fields.iter().any(|field| field.name == "mode.origin"),
            "{answer:?}"
        );
        for operation in operations {
            for body in operation
                .responses
                .iter()
                .filter_map(|response| response.body.as_ref())
                .filter(|body| body.media == "application/json")
            {
                assert!(!body.fields.is_empty(), "{}: {body:?}", operation.id);
            }
        }
    }
}
