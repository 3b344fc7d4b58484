//! Schemas of the description, as tables of fields.

use app::pages::developers::SchemaField;
use serde_json::Value;

/// How deep fields within fields are told.
const DEEPEST: usize = 3;

/// A schema, where it is only named looked up.
pub fn resolved<'a>(description: &'a Value, schema: &'a Value) -> &'a Value {
    schema["$ref"]
        .as_str()
        .and_then(|name| description.pointer(name.trim_start_matches('#')))
        .unwrap_or(schema)
}

/// Its type in a word or two: `string (uuid)`, `list of string`, `integer, null`.
pub fn kind(description: &Value, schema: &Value) -> String {
    let schema = resolved(description, schema);
    if let Some(either) = schema["oneOf"].as_array().or(schema["anyOf"].as_array()) {
        let mut words: Vec<String> = either.iter().map(|one| kind(description, one)).collect();
        // What may be null is told last.
        words.sort_by_key(|word| word == "null");
        return words.join(", ");
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => vec!["object"],
    };
    let word = |name: &&str| match *name {
        "array" => format!("list of {}", kind(description, &schema["items"])),
        name => match schema["format"].as_str() {
            Some(format) if name == "string" => format!("string ({format})"),
            _ => name.to_owned(),
        },
    };
    types.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// All fields of an object, those of fields within as `sender.value`.
pub fn fields(description: &Value, schema: &Value) -> Vec<SchemaField> {
    let mut found = Vec::new();
    collect(description, schema, "", 0, &mut found);
    found
}

fn collect(description: &Value, schema: &Value, prefix: &str, depth: usize, found: &mut Vec<SchemaField>) {
    let schema = resolved(description, schema);
    for part in schema["allOf"].as_array().into_iter().flatten() {
        collect(description, part, prefix, depth, found);
    }
    for part in schema["oneOf"].as_array().into_iter().flatten() {
        collect(description, part, prefix, depth, found);
    }
    let required = schema["required"].as_array();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        let full = format!("{prefix}{name}");
        let inner = resolved(description, field);
        let words = field["description"].as_str().or(inner["description"].as_str());
        found.push(SchemaField {
            name: full.clone(),
            kind: kind(description, field),
            required: required.is_some_and(|required| required.iter().any(|one| one == name)),
            description: words.unwrap_or_default().to_owned(),
        });
        if depth < DEEPEST {
            let (within, prefix) = if inner["type"] == "array" {
                (&inner["items"], format!("{full}[]."))
            } else {
                (field, format!("{full}."))
            };
            collect(description, within, &prefix, depth + 1, found);
        }
    }
}
