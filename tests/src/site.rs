//! Other people's sites: the built app on an origin of its own with another `config.json`, and a page that frames it.

use crate::{Outcome, env};
use axum::Router;
use axum::routing::get;
use recourse_contract::Service;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::symlink;
use tempfile::TempDir;
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

/// Serves the app below a path with this configuration, as any static host does: files, and `index.html` for the rest. The
/// page was moved there as `docs/deploy.md` says it. For as long as the test lives; gives the origin.
///
/// # Errors
/// There is no room for a copy, or no free port.
pub async fn start_below(base: &str, config: &Value) -> Outcome<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let folder = TempDir::new()?;
    let copy = |name: &str| folder.path().join(name);
    for entry in fs::read_dir(env::dist())? {
        let entry = entry?;
        symlink(entry.path(), copy(&entry.file_name().to_string_lossy()))?;
    }
    let page = fs::read_to_string(env::dist().join("index.html"))?.replace("=\"/", &format!("=\"{base}/"));
    for (name, text) in [("index.html", page), ("config.json", config.to_string())] {
        fs::remove_file(copy(name))?;
        fs::write(copy(name), text)?;
    }
    let files = ServeDir::new(folder.path()).fallback(ServeFile::new(copy("index.html")));
    let app = Router::new().nest_service(base, files);
    tokio::spawn(async move {
        let served = axum::serve(listener, app).await;
        drop(folder);
        served
    });
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

/// A help page of another site with the app in it, as its owner writes it: this tag, this script, a strict policy and styles
/// that think of nobody else. For as long as the test lives. Gives its origin.
///
/// # Errors
/// There is no free port.
pub async fn help(app: &str, tag: &str, script: &str) -> Outcome<String> {
    const STYLE: &str = "* { text-transform: uppercase; letter-spacing: 3px } div { display: none } a, p { rotate: 9deg }
        iframe { width: 40px; height: 40px; opacity: 0.1 } .far { display: block; height: 4000px }";
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://localhost:{}", listener.local_addr()?.port());
    let policy = format!("default-src 'none'; script-src 'self' {app}; style-src 'self'; frame-src {app}");
    let page = format!(
        "<!doctype html><html lang=\"fr\"><title>Help</title><link rel=\"stylesheet\" href=\"/host.css\">\
         <script type=\"module\" src=\"{app}/embed.js\"></script><script type=\"module\" src=\"/host.js\"></script>\
         <h1>Help</h1>{tag}</html>"
    );
    let script = script.to_owned();
    let answer = move || async move { ([("content-security-policy", policy)], axum::response::Html(page)) };
    let js = move || async move { ([("content-type", "text/javascript")], script) };
    let css = || async { ([("content-type", "text/css")], STYLE) };
    let app = Router::new().route("/", get(answer)).route("/host.js", get(js)).route("/host.css", get(css));
    tokio::spawn(async move { axum::serve(listener, app).await });
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
