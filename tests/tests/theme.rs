//! A platform's theme: colours in both schemes, corners and type, on the first frame of the next visit, and gone with it.
#![allow(missing_docs)]

use recourse_tests::axe::faults;
use recourse_tests::build::Build;
use recourse_tests::page::Page;
use recourse_tests::stage::{Stage, stage};
use recourse_tests::{Outcome, engines, env, form};
use serde_json::{Value, json};
use std::fs;
use std::sync::Arc;

const THEME: &str = "
[theme]
radius = \"0.25rem\"
font = [\"DejaVu Serif\"]

[theme.light]
accent = \"#003580\"
paper = \"#f5f7fa\"

[theme.dark]
accent = \"#9ec5ff\"
";

/// Colours as the browser works them out: of the page, of its text and of the main button.
const COLOURS: &str = "const of = (css) => getComputedStyle(document.querySelector(css));
    return [of('body').backgroundColor, of('body').color, of('main form button[type=submit]').backgroundColor]";

const LIGHT: [&str; 3] = ["rgb(245, 247, 250)", "rgb(21, 36, 42)", "rgb(0, 53, 128)"];
const DARK: [&str; 3] = ["rgb(15, 22, 25)", "rgb(232, 238, 240)", "rgb(158, 197, 255)"];

async fn themed(stage: &Stage) -> Outcome<Page> {
    let demo = fs::read_to_string(env::clone("backend/demo/service.toml"))?;
    let file = stage.backend.scratch("themed.toml");
    fs::write(&file, format!("{demo}{THEME}"))?;
    stage.backend.start_with(Some(&file)).await?;
    let page = stage.page().await?;
    page.goto("/complaint").await?;
    page.heading(&stage.words().t("start.title")).await?;
    page.find(form::ON).await?;
    Ok(page)
}

/// Buttons change their colour slowly.
async fn looks(page: &Page, wanted: [&str; 3]) -> Outcome {
    let same = format!("return JSON.stringify((() => {{ {COLOURS} }})()) === arguments[0]");
    page.until(&format!("{wanted:?}"), &same, json!([json!(wanted).to_string()])).await
}

async fn prefers(page: &Page, media: &str, scheme: &str) -> Outcome {
    let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
    page.devtools("Emulation.setEmulatedMedia", json!({ "media": media, "features": features })).await?;
    Ok(())
}

async fn force(page: &Page, scheme: &str) -> Outcome {
    page.js("document.documentElement.dataset.scheme = arguments[0]", json!([scheme])).await?;
    Ok(())
}

async fn in_both_schemes(stage: Arc<Stage>) -> Outcome {
    let page = themed(&stage).await?;
    prefers(&page, "", "light").await?;
    looks(&page, LIGHT).await?;
    let shape = "return [getComputedStyle(document.querySelector('main form button[type=submit]')).borderRadius, getComputedStyle(document.body).fontFamily]";
    let Value::Array(shape) = page.js(shape, json!([])).await? else { panic!("two values") };
    assert_eq!(shape[0], "4px");
    assert!(shape[1].as_str().is_some_and(|families| families.starts_with("\"DejaVu Serif\"")), "{shape:?}");
    let bar = "return document.querySelector('meta[name=theme-color][media*=light]').content
        === '#' + getComputedStyle(document.querySelector('.bar')).backgroundColor.match(/\\d+/g)
            .map((part) => Number(part).toString(16).padStart(2, '0')).join('')";
    assert_eq!(page.js(bar, json!([])).await?, true, "the browser's own frame has the colour of the bar");

    prefers(&page, "", "dark").await?;
    looks(&page, DARK).await?;
    // The page around the app may ask for either.
    force(&page, "light").await?;
    looks(&page, LIGHT).await?;
    assert_eq!(page.js("return getComputedStyle(document.documentElement).colorScheme", json!([])).await?, "light");
    force(&page, "dark").await?;
    prefers(&page, "", "light").await?;
    looks(&page, DARK).await?;
    assert_eq!(page.js("return getComputedStyle(document.documentElement).colorScheme", json!([])).await?, "dark");
    let paper = "return [getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]";
    prefers(&page, "print", "dark").await?;
    page.until("paper", "return matchMedia('print').matches", json!([])).await?;
    assert_eq!(page.js(paper, json!([])).await?, json!(["rgb(0, 0, 0)", "rgb(255, 255, 255)"]));
    prefers(&page, "", "light").await?;
    page.js("delete document.documentElement.dataset.scheme", json!([])).await?;

    let mut found = Vec::new();
    for (path, heading) in
        [("/", "home.title"), ("/complaint", "start.title"), ("/help", "help.title"), ("/mediation", "mediation.title")]
    {
        page.goto(path).await?;
        page.heading(&stage.words().t(heading)).await?;
        found.extend(faults(&page, path).await?);
    }
    page.goto("/problem?topic=account/access").await?;
    page.holds("topic", "account/access").await?;
    page.click(form::ON).await?;
    page.focused("#error-summary").await?;
    found.extend(faults(&page, "a form with errors").await?);
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

async fn from_the_first_frame(stage: Arc<Stage>) -> Outcome {
    let page = themed(&stage).await?;
    prefers(&page, "", "light").await?;
    looks(&page, LIGHT).await?;
    // What boot.js puts on before the app is here is what the app has kept.
    let kept = page.js("return localStorage.getItem('recourse.theme')", json!([])).await?;
    assert!(kept.as_str().is_some_and(|kept| kept.contains("--accent:#003580")), "{kept}");
    // The colour of the page when its document has been read, and whether it is still the first frame.
    let first = "addEventListener('DOMContentLoaded', () => {
        window.first = [getComputedStyle(document.body).backgroundColor, document.querySelector('.skeleton') !== null];
    })";
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": first })).await?;
    page.reload().await?;
    page.find(form::ON).await?;
    looks(&page, LIGHT).await?;
    assert_eq!(page.js("return window.first", json!([])).await?, json!([LIGHT[0], true]));

    // The platform gives it up.
    stage.backend.start_again().await?;
    page.reload().await?;
    page.find(form::ON).await?;
    looks(&page, ["rgb(247, 246, 242)", "rgb(21, 36, 42)", "rgb(10, 100, 86)"]).await?;
    let nothing = "return !localStorage.getItem('recourse.theme') && document.adoptedStyleSheets.length === 0";
    page.until("nothing of it to be left", nothing, json!([])).await
}

/// Type that no machine has under this name, and a picture: both lie beside the app.
const OWN: &str = "
[theme]
font = [\"Type of the platform\"]
font_file = \"/own/type.woff2\"
";

/// A real font. What it holds tells a browser its format, not how it is called.
const FONT: &str = "/usr/share/fonts/truetype/dejavu/DejaVuSansMono-Bold.ttf";

const LOGO: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 8 8\"><circle cx=\"4\" cy=\"4\" r=\"4\"/></svg>";

/// Type and logo come from the platform's own files, under the app's own policy.
async fn own_files(stage: &Stage, page: &Page) -> Outcome {
    page.goto("/complaint").await?;
    page.find(form::ON).await?;
    let loaded =
        "return [...document.fonts].some((face) => face.family.includes('Type of the platform') && face.status === 'loaded')";
    page.until("the type to be loaded", loaded, json!([])).await?;
    // Letters of one width: the file is what is shown.
    let widths = "const of = (text) => { const span = document.createElement('span'); span.textContent = text;
            document.querySelector('main').append(span); const width = span.getBoundingClientRect().width; span.remove();
            return Math.round(width); };
        return of('iiii') === of('MMMM') && of('iiii') > 0";
    page.until("letters of one width", widths, json!([])).await?;
    let logo = "const logo = document.querySelector('img.logo'); return !!logo && logo.complete && logo.naturalWidth > 0";
    page.until("the logo", logo, json!([])).await?;
    page.heading(&stage.words().t("start.title")).await
}

async fn files_of_the_platform(stage: Arc<Stage>) -> Outcome {
    let build = Build::later("1111111111111111")?;
    let own = build.folder().join("own");
    fs::create_dir(&own)?;
    fs::copy(FONT, own.join("type.woff2"))?;
    fs::write(own.join("logo.svg"), LOGO)?;
    let demo = fs::read_to_string(env::clone("backend/demo/service.toml"))?;
    let file = stage.backend.scratch("own.toml");
    fs::write(&file, format!("{}{OWN}", demo.replacen("[platform]", "[platform]\nlogo = \"/own/logo.svg\"", 1)))?;
    stage.backend.deploy_with(build.folder(), &["--empty", "--service", &file.display().to_string()]).await?;
    own_files(&stage, &stage.page().await?).await?;
    let firefox = stage.show(engines::firefox().await?, stage.backend.origin().to_owned());
    own_files(&stage, &firefox).await
}

/// Whoever has colours of the system's own keeps them.
async fn forced(stage: Arc<Stage>) -> Outcome {
    let page = themed(&stage).await?;
    let features = json!([{ "name": "forced-colors", "value": "active" }, { "name": "prefers-color-scheme", "value": "light" }]);
    page.devtools("Emulation.setEmulatedMedia", json!({ "media": "", "features": features })).await?;
    page.until("forced colours", "return matchMedia('(forced-colors: active)').matches", json!([])).await?;
    // Colours of the system as the browser works them out in an element that asks for them.
    let same = "const asks = document.createElement('p'); asks.style.cssText = 'color: CanvasText; background: Canvas';
        document.body.append(asks); const wanted = getComputedStyle(asks), own = getComputedStyle(document.body);
        const found = [own.color, own.backgroundColor, wanted.color, wanted.backgroundColor]; asks.remove();
        return found[0] === found[2] && found[1] === found[3]";
    page.until("the colours of the system", same, json!([])).await?;
    let button = "const own = getComputedStyle(document.querySelector('main form button[type=submit]'));
        return own.backgroundColor !== 'rgb(0, 53, 128)' && own.borderTopStyle === 'solid' && own.borderTopWidth !== '0px'";
    page.until("a button that has an edge", button, json!([])).await?;
    let found = faults(&page, "a theme under forced colours").await?;
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn type_and_logo_come_from_the_platforms_files() {
    stage("type_and_logo_come_from_the_platforms_files", files_of_the_platform).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn colours_of_the_system_go_before_a_theme() {
    stage("colours_of_the_system_go_before_a_theme", forced).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_theme_is_worn_in_both_schemes() {
    stage("a_theme_is_worn_in_both_schemes", in_both_schemes).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_theme_is_there_from_the_first_frame_on() {
    stage("a_theme_is_there_from_the_first_frame_on", from_the_first_frame).await;
}
