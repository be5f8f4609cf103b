//! Prints the OpenAPI document, for `contract/openapi.json`.

fn main() {
    print!("{}", recourse_contract::openapi::text());
}
