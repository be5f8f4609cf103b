//! Other people's sites: the built app on an origin of its own with another `config.json`, and a page that frames it.

use crate::{Outcome, env};
use axum::Router;
use axum::routing::get;
use recourse_contract::Service;
use serde_json::Value;
use tokio::net::TcpListener;
use tower_http::services::{ServeDir, ServeFile};

/// Serves the app with this configuration, for as long as the test lives. Gives its origin.
///
/// # Errors
/// There is no free port.
pub async fn start(config: &Value) -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let (dist, config) = (env::dist(), config.to_string());
    let files = ServeDir::new(&dist).fallback(ServeFile::new(dist.join("index.html")));
    let answer = move || async move { ([("content-type", "application/json")], config) };
    let app = Router::new().route("/config.json", get(answer)).fallback_service(files);
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(origin)
}

/// A page of another site that frames this address, for as long as the test lives. Gives its origin.
///
/// # Errors
/// There is no free port.
pub async fn host(framed: &str) -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://localhost:{}", listener.local_addr()?.port());
    let page = format!(
        "<!doctype html><html lang=\"en\"><title>Help</title><h1>Help</h1>\
         <iframe title=\"Complaints\" src=\"{framed}\" width=\"1000\" height=\"700\"></iframe></html>"
    );
    let answer = move || async move { axum::response::Html(page) };
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", get(answer))).await });
    Ok(origin)
}

/// A backend on an origin of its own that says this of itself, for as long as the test lives: enough to fill in a form.
/// Gives its API base.
///
/// # Errors
/// There is no free port.
pub async fn service(service: &Service) -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let api = format!("http://{}/api/v1", listener.local_addr()?);
    let body = serde_json::to_string(service)?;
    let headers =
        [("content-type", "application/json"), ("access-control-allow-origin", "*"), ("access-control-allow-headers", "*")];
    let answer = move || async move { (headers, body) };
    let app = Router::new().route("/api/v1/service", get(answer));
    tokio::spawn(async move { axum::serve(listener, app).await });
    Ok(api)
}
