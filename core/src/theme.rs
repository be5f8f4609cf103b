//! A platform's theme as the browser takes it: values of the custom properties of `style/tokens.css`, and one sheet with them
//! for both schemes. And the theme that the page around the app asks for.

use recourse_contract::theme::{Scheme, Shades, Theme, ThemeFault};

/// What follows the families of a theme.
const FALLBACK: &str = "ui-sans-serif,system-ui,sans-serif";
/// Families that the browser knows by a keyword. In quotes they would be names.
const KEYWORDS: [&str; 8] =
    ["serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-rounded", "ui-monospace"];

/// The custom properties, without the hyphens before their names, that are not the built-in ones in this scheme. The theme
/// has to be without a fault.
pub fn properties(theme: &Theme, scheme: Scheme) -> Vec<(&'static str, String)> {
    let shades = Shades::of(theme, scheme);
    let mut all: Vec<_> = shades.changed().map(|(name, colour)| (name, colour.to_string())).collect();
    if let Some(radius) = theme.radius() {
        all.push(("radius", rem(radius)));
        // As the built-in ones: 0.5 and 0.875.
        all.push(("radius-l", rem(radius * 7 / 4)));
    }
    if !theme.font.is_empty() {
        let mut families = String::new();
        for name in &theme.font {
            let is_keyword = KEYWORDS.contains(&name.as_str());
            families += &if is_keyword { format!("{name},") } else { format!("\"{name}\",") };
        }
        all.push(("font", families + FALLBACK));
    }
    all
}

/// The theme as a sheet. Empty where it changes nothing.
pub fn sheet(theme: &Theme) -> String {
    let [light, dark] = Scheme::ALL.map(|scheme| {
        let one = |(name, value): (&str, String)| format!("--{name}:{value};");
        properties(theme, scheme).into_iter().map(one).collect::<String>()
    });
    if light.is_empty() && dark.is_empty() {
        return light;
    }
    // The selectors weigh as much as those in `tokens.css`, and stand behind them in the same layer: paper stays white.
    let mut sheet = format!(
        "@layer tokens{{:root{{{light}}}@media (prefers-color-scheme:dark){{:root:not([data-scheme=light]){{{dark}}}}}\
         :root[data-scheme=dark]{{{dark}}}}}"
    );
    if let (Some(file), Some(name)) = (&theme.font_file, theme.font.first()) {
        let face = format!("@font-face{{font-family:\"{name}\";font-weight:400 700;font-display:swap;src:url({file})}}");
        sheet += &face;
    }
    sheet
}

/// The ground of the bar at the top, for the browser's own frame.
pub fn bar(theme: &Theme, scheme: Scheme) -> String {
    let surface = Shades::of(theme, scheme).get("surface").or_else(|| Shades::built_in(scheme).get("surface"));
    surface.map(|colour| colour.to_string()).unwrap_or_default()
}

/// Reads the tokens of the page around the app: `accent`, `paper`, `surface` and `ink`, each with `-dark` behind it for the
/// other scheme, `radius`, and `font` with commas between the families. Other names are passed over: a later page may know more.
///
/// # Errors
/// Everything that is wrong with them; none of them is to be used then.
pub fn tokens<N: AsRef<str>, V: AsRef<str>>(pairs: &[(N, V)]) -> Result<Theme, Vec<ThemeFault>> {
    let mut theme = Theme::default();
    for (name, value) in pairs {
        let (name, value) = (name.as_ref(), value.as_ref().trim());
        match name {
            "radius" => theme.radius = Some(value.to_owned()),
            "font" => theme.font = value.split(',').map(|family| family.trim().to_owned()).collect(),
            _ => {
                let (name, scheme) = name.strip_suffix("-dark").map_or((name, Scheme::Light), |name| (name, Scheme::Dark));
                if let Some(token) = theme.palette(scheme).token(name) {
                    *token = Some(value.to_owned());
                }
            }
        }
    }
    let faults = theme.check();
    if faults.is_empty() { Ok(theme) } else { Err(faults) }
}

/// The tokens of the page over those of the platform. Together they may be illegible where each alone is not.
///
/// # Errors
/// Likewise.
pub fn over(page: &Theme, platform: &Theme) -> Result<Theme, Vec<ThemeFault>> {
    let mut theme = platform.clone();
    // One accent of the page makes the other one, too: the platform's beside it would be of another hue.
    if page.light.accent.is_some() || page.dark.accent.is_some() {
        theme.light.accent = None;
        theme.dark.accent = None;
    }
    for (scheme, set) in [(Scheme::Light, &page.light), (Scheme::Dark, &page.dark)] {
        for (name, value) in set.tokens() {
            if let (Some(token), Some(value)) = (theme.palette(scheme).token(name), value) {
                *token = Some(value.clone());
            }
        }
    }
    if page.radius.is_some() {
        theme.radius.clone_from(&page.radius);
    }
    if !page.font.is_empty() {
        theme.font.clone_from(&page.font);
        theme.font_file = None;
    }
    let faults = theme.check();
    if faults.is_empty() { Ok(theme) } else { Err(faults) }
}

/// Hundredths of a rem as CSS has them.
fn rem(hundredths: u32) -> String {
    format!("{}.{:02}rem", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use recourse_contract::theme::{NAMES, Palette, Wrong};
    use std::fs;
    use std::path::Path;

    fn blue() -> Theme {
        Theme { light: Palette { accent: Some("#003580".into()), ..Palette::default() }, ..Theme::default() }
    }

    fn value_of(theme: &Theme, scheme: Scheme, name: &str) -> Option<String> {
        properties(theme, scheme).into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The colours in a block of `style/tokens.css` that begins with this selector.
    fn written(file: &str, selector: &str) -> Vec<(String, String)> {
        let at = file.find(selector).unwrap_or_else(|| panic!("{selector} stands in tokens.css"));
        let block = file[at..].split_once('{').and_then(|(_, rest)| rest.split_once('}')).expect("a block").0;
        let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": "));
        let colours = lines.filter(|(_, value)| value.starts_with('#'));
        colours.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn the_styles_have_the_colours_that_themes_are_made_from() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../style/tokens.css");
        let file = fs::read_to_string(path).expect("the styles are there");
        for (selector, scheme) in [
            (":root, ::backdrop", Scheme::Light),
            (":root:not([data-scheme=\"light\"]),", Scheme::Dark),
            (":root[data-scheme=\"dark\"],", Scheme::Dark),
        ] {
            let shades = Shades::built_in(scheme);
            let known: Vec<_> =
                NAMES.iter().filter_map(|name| Some(((*name).to_owned(), shades.get(name)?.to_string()))).collect();
            assert_eq!(written(&file, selector), known, "{selector}");
        }
    }

    #[test]
    fn without_a_theme_nothing_changes() {
        assert_eq!(sheet(&Theme::default()), "");
        assert_eq!(bar(&Theme::default(), Scheme::Light), "#ffffff");
        assert!(Scheme::ALL.into_iter().all(|scheme| properties(&Theme::default(), scheme).is_empty()));
    }

    #[test]
    fn one_accent_colours_both_schemes() {
        assert_eq!(value_of(&blue(), Scheme::Light, "accent").as_deref(), Some("#003580"));
        assert_eq!(value_of(&blue(), Scheme::Light, "ink"), None);
        let dark = value_of(&blue(), Scheme::Dark, "accent");
        assert!(dark.is_some_and(|accent| accent != "#003580"));
        let sheet = sheet(&blue());
        assert!(sheet.starts_with("@layer tokens{:root{--accent:#003580;"), "{sheet}");
        assert_eq!(sheet.matches('{').count(), sheet.matches('}').count(), "{sheet}");
    }

    #[test]
    fn corners_and_type_are_written_anew() {
        let theme = Theme {
            radius: Some("0.3rem".into()),
            font: vec!["Inter".into(), "ui-rounded".into()],
            font_file: Some("/fonts/inter.woff2".into()),
            ..Theme::default()
        };
        assert_eq!(value_of(&theme, Scheme::Dark, "radius").as_deref(), Some("0.30rem"));
        assert_eq!(value_of(&theme, Scheme::Light, "radius-l").as_deref(), Some("0.52rem"));
        let font = value_of(&theme, Scheme::Light, "font");
        assert_eq!(font.as_deref(), Some("\"Inter\",ui-rounded,ui-sans-serif,system-ui,sans-serif"));
        assert!(sheet(&theme).ends_with("font-display:swap;src:url(/fonts/inter.woff2)}"), "{}", sheet(&theme));
    }

    #[test]
    fn the_page_around_is_heard_if_it_can_be_read() {
        let theme = tokens(&[("accent", "#003580"), ("paper-dark", " #101010 "), ("font", "Inter, Arial"), ("shape", "round")]);
        let theme = theme.expect("it can be read");
        assert_eq!((theme.light.accent.as_deref(), theme.dark.paper.as_deref()), (Some("#003580"), Some("#101010")));
        assert_eq!(theme.font, ["Inter", "Arial"]);
        let faults = tokens(&[("accent", "#ffee00")]).expect_err("yellow on white");
        assert!(matches!(faults[..], [ThemeFault { wrong: Wrong::Illegible { .. }, .. }]), "{faults:?}");
        assert!(tokens(&[("font", "x;} *{display:none")]).is_err());
    }

    #[test]
    fn the_page_wins_over_the_platform() {
        let platform = Theme {
            dark: Palette { accent: Some("#ffb3c7".into()), ..Palette::default() },
            font: vec!["Inter".into()],
            font_file: Some("/i.woff2".into()),
            radius: Some("0".into()),
            ..Theme::default()
        };
        let page = Theme { font: vec!["Arial".into()], ..blue() };
        let both = over(&page, &platform).expect("it can be read");
        assert_eq!((both.light.accent.as_deref(), both.dark.accent.as_deref()), (Some("#003580"), None));
        assert_eq!((both.font_file, both.radius.as_deref()), (None, Some("0")));
        // A light blue of the page on the light grey of the platform.
        let grey = Theme { light: Palette { paper: Some("#dddddd".into()), ..Palette::default() }, ..Theme::default() };
        let lighter = Theme { light: Palette { accent: Some("#4571b5".into()), ..Palette::default() }, ..Theme::default() };
        assert!(grey.check().is_empty() && lighter.check().is_empty());
        assert!(over(&lighter, &grey).is_err());
    }
}
