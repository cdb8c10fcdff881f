//! The JSON Schema of a rule file, generated from the types that read it.

use super::category;
use super::file::{ClassTable, ExampleTable, LanguageTable, PackTable, RuleTable};
use super::kinds::entity::EntityTable;
use super::registry::CHECKS;
use schemars::generate::SchemaSettings;
use schemars::transform::{ReplacePrefixItems, Transform};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

/// The schema, as pretty JSON with a line break at the end; the same for the same program.
pub fn schema() -> String {
    let mut settings = SchemaSettings::draft07();
    // Editors show a description where a type is used; a reference would hide it.
    settings.inline_subschemas = true;
    let mut generator = settings.into_generator();
    let mut of = |schema: fn(&mut schemars::SchemaGenerator) -> Schema| -> Value {
        let mut schema = schema(&mut generator);
        ReplacePrefixItems::default().transform(&mut schema);
        let mut value = schema.to_value();
        if let Some(object) = value.as_object_mut() {
            object.remove("title");
        }
        without_null(value)
    };
    let mut common = of(RuleTable::json_schema);
    let names: Vec<&str> = category::names().collect();
    common["properties"]["category"]["enum"] = json!(names);
    let example = of(ExampleTable::json_schema);
    let rules: Vec<Value> = (CHECKS.iter())
        .map(|check| {
            let own = of(check.schema);
            // What all checks share stands once; each check lists its own keys beside it, so that an editor offers
            // the keys of this check only.
            let shared = |(key, _): (&String, &Value)| (key.clone(), json!({ "$ref": format!("#/definitions/{key}") }));
            let mut properties: Map<String, Value> = members(&common, "properties").iter().map(shared).collect();
            properties.insert("check".to_owned(), json!({ "const": check.name, "description": "The kind of check." }));
            properties.extend(members(&own, "properties"));
            properties.insert("example".to_owned(), json!({ "$ref": "#/definitions/example" }));
            let required = [&common, &own].map(|schema| schema["required"].as_array().cloned().unwrap_or_default());
            json!({
                "title": check.name,
                "type": "object",
                "properties": properties,
                "required": required.concat(),
                "additionalProperties": false,
            })
        })
        .collect();
    let mut entity = of(EntityTable::json_schema);
    entity["required"] = json!(["name"]);
    let mut definitions = members(&common, "properties");
    definitions.insert("example".to_owned(), json!({ "type": "array", "items": example }));
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "mtaudit rule file",
        "description": "Rules that describe artifacts of machine translation; see docs/rule-language.md.",
        "type": "object",
        "properties": {
            "pack": of(PackTable::json_schema),
            "class": {
                "description": "Word classes by name.",
                "type": "object",
                "additionalProperties": of(ClassTable::json_schema),
            },
            "language": of(LanguageTable::json_schema),
            "entity": {
                "description": "People, organisations, agencies, places and offices that texts name.",
                "type": "array",
                "items": entity,
            },
            "rule": { "description": "The rules.", "type": "array", "items": { "oneOf": rules } },
        },
        "additionalProperties": false,
        "definitions": definitions,
    });
    // Pretty printing a value in memory does not fail.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// A key may be left out, which the types call null; TOML has no null. (The depth is that of our own types.)
fn without_null(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut object: Map<String, Value> =
                object.into_iter().map(|(key, value)| (key, without_null(value))).collect();
            if let Some(types) = object.get_mut("type").filter(|types| types.is_array()) {
                let left: Vec<Value> =
                    types.as_array().into_iter().flatten().filter(|name| *name != "null").cloned().collect();
                *types = if let [one] = &left[..] { one.clone() } else { json!(left) };
            }
            let choices = object.get("anyOf").and_then(Value::as_array).cloned().unwrap_or_default();
            let is_null = |choice: &Value| *choice == json!({ "type": "null" });
            if let [one, null] = &choices[..]
                && is_null(null)
                && let Value::Object(one) = one
            {
                object.shift_remove("anyOf");
                one.iter().for_each(|(key, value)| _ = object.entry(key).or_insert_with(|| value.clone()));
            }
            Value::Object(object)
        }
        Value::Array(list) => {
            Value::Array(list.into_iter().map(without_null).filter(|value| !value.is_null()).collect())
        }
        other => other,
    }
}

fn members(schema: &Value, key: &str) -> Map<String, Value> {
    schema[key].as_object().cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_committed_schema_is_the_one_of_the_types() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/rule.schema.json");
        let committed = std::fs::read_to_string(path).unwrap_or_default();
        if committed.replace("\r\n", "\n") != super::schema() {
            panic!("docs/rule.schema.json is out of date: run `mtaudit rules schema > docs/rule.schema.json`");
        }
    }
}
