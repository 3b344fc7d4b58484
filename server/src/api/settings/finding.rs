//! What a rule found, with its sentence.

use model::{
    Language,
    settings::{Field, Finding, Repair, Severity},
};
use serde::Serialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;

/// What a rule found.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Finding, example = json!({
    "key": "port-465-wants-tls", "severity": "error", "field": "security", "pointer": "/security",
    "message": "Port 465 wants SSL/TLS.", "repair": {"security": "tls"}
}))]
pub struct FindingView {
    /// The rule's stable word.
    key: String,
    /// `error` is not saved; `warning` and `hint` are.
    #[schema(value_type = String, pattern = "^(error|warning|hint)$")]
    severity: Severity,
    /// The field on the settings page.
    #[schema(value_type = String, pattern = "^[a-z-]+$")]
    field: Field,
    /// The field in the body: a JSON pointer.
    pointer: &'static str,
    /// What it means and what to do, in the language of `Accept-Language`.
    message: String,
    /// What to send in place of what was sent, where that mends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>, nullable = false)]
    repair: Option<Value>,
}

impl FindingView {
    /// All of them, in their order.
    pub fn all(findings: &[Finding], language: Language) -> Vec<Self> {
        findings
            .iter()
            .map(|finding| Self::of(finding, language))
            .collect()
    }

    fn of(finding: &Finding, language: Language) -> Self {
        let args: Vec<(&str, &str)> = finding
            .args
            .iter()
            .map(|(name, value)| (&**name, &**value))
            .collect();
        Self {
            key: finding.key.clone(),
            severity: finding.severity,
            field: finding.field,
            pointer: pointer(finding.field),
            message: texts::texts(language).with(&format!("finding-{}", finding.key), &args),
            repair: finding
                .repair
                .as_ref()
                .map(|repair| Value::Object(fields(repair))),
        }
    }
}

const fn pointer(field: Field) -> &'static str {
    match field {
        Field::Mode => "/mode",
        Field::Address => "/sender",
        Field::DisplayName => "/display_name",
        Field::Password => "/password",
        Field::Server => "/host",
        Field::Port => "/port",
        Field::Security => "/security",
        Field::UserName => "/user_name",
        Field::Copy => "/copy",
        Field::BlindCopy => "/blind_copy",
        Field::Documents => "/documents",
        Field::Attachments => "/attachments",
        Field::Edit => "/edit",
    }
}

fn fields(repair: &Repair) -> Map<String, Value> {
    let fields = match repair {
        Repair::Security(security) => json!({ "security": security }),
        Repair::Port(port) => json!({ "port": port }),
        Repair::PortAndSecurity(port, security) => json!({ "port": port, "security": security }),
        Repair::Server(host) => json!({ "host": host }),
        Repair::UserName(name) => json!({ "user_name": name }),
        Repair::Address(address) => json!({ "sender": address }),
    };
    match fields {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}
