//! The committed document is the one that the types give, and the examples follow it.
#![allow(clippy::unwrap_used)]

use recourse_contract::openapi::{document, text};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Calls `visit` with every value of a document, and the way to it.
fn walk<'a>(value: &'a Value, way: &str, visit: &mut dyn FnMut(&str, &'a Value)) {
    visit(way, value);
    match value {
        Value::Array(items) => items.iter().enumerate().for_each(|(i, item)| walk(item, &format!("{way}/{i}"), visit)),
        Value::Object(map) => map.iter().for_each(|(name, item)| walk(item, &format!("{way}/{name}"), visit)),
        _ => {}
    }
}

#[test]
fn the_committed_document_is_fresh() {
    let committed = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json")).unwrap_or_default();
    assert!(
        committed == text(),
        "contract/openapi.json is stale. Write it again, from the workspace's folder:\n  \
         cargo run -q -p recourse-contract --features openapi --bin recourse-openapi > contract/openapi.json"
    );
}

#[test]
fn every_reference_leads_somewhere_and_nothing_is_left_over() {
    let document = document();
    let mut named = BTreeSet::new();
    walk(&document, "", &mut |way, value| {
        if let Some(target) = value.get("$ref").and_then(Value::as_str) {
            let pointer = target.strip_prefix('#').unwrap_or_else(|| panic!("{way}: {target}"));
            assert!(document.pointer(pointer).is_some(), "{way}: {target}");
            named.insert(pointer.to_owned());
        }
    });
    for section in ["schemas", "parameters", "headers", "responses"] {
        for name in document["components"][section].as_object().unwrap().keys() {
            assert!(named.contains(&format!("/components/{section}/{name}")), "{section}/{name} is not used");
        }
    }
}

#[test]
fn every_operation_is_described_and_named_once() {
    let document = document();
    let mut names = BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            assert!(operation["description"].is_string(), "{method} {path}");
            assert!(names.insert(operation["operationId"].as_str().unwrap()), "{method} {path}");
            let creates = method == "post" && !path.starts_with("/session") && path != "/uploads";
            assert_eq!(creates, operation["parameters"].to_string().contains("IdempotencyKey"), "{method} {path}");
        }
    }
    assert_eq!(names.len(), 39);
}

#[test]
fn what_readers_make_of_unknown_values_is_nothing_that_writers_send() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let with_other: Vec<&String> = schemas
        .iter()
        .filter(|(_, schema)| schema.to_string().contains("\"other\"") || schema.to_string().contains("\"about:blank\""))
        .map(|(name, _)| name)
        .collect();
    assert_eq!(with_other, ["LegalGround", "Code"]);
    walk(&document["components"]["schemas"], "", &mut |way, value| {
        assert!(value.get("oneOf").is_none() && value.get("const").is_none(), "{way} should be a plain enum");
    });
}

#[test]
fn times_and_references_are_texts() {
    let schemas = &document()["components"]["schemas"];
    assert_eq!((&schemas["Timestamp"]["type"], &schemas["Timestamp"]["format"]), (&json!("string"), &json!("date-time")));
    assert_eq!(schemas["Reference"]["type"], "string");
}

#[test]
fn every_example_follows_its_schema() {
    let document = document();
    let mut checked = 0;
    walk(&document, "", &mut |way, media| {
        let (Some(schema), Some(examples)) = (media.get("schema"), media.get("examples")) else { return };
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$ref": schema["$ref"],
            "components": { "schemas": document["components"]["schemas"] },
        });
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        for (name, example) in examples.as_object().unwrap() {
            let faults: Vec<String> =
                validator.iter_errors(&example["value"]).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
            assert!(faults.is_empty(), "{way} {name}: {faults:#?}");
            checked += 1;
        }
        // The schema is not one that lets everything through.
        assert!(!validator.is_valid(&json!([1])), "{way}");
    });
    assert!(checked >= 20, "{checked}");
}
