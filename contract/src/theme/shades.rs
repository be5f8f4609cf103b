//! All colours of the app from the few that a platform sets.
//!
//! Each begins as it looks best, and moves step by step towards a colour that is known to be legible, until it keeps the
//! promise of `style/tokens.css`: text 4.5 : 1 on every ground, borders of fields and buttons and the focus 3 : 1
//! (WCAG 2.2, 1.4.3 and 1.4.11).

use super::colour::{Colour, contrast};
use super::{Palette, Scheme, Theme};

/// Hundredths that text needs.
pub const TEXT: u32 = 450;
/// Hundredths that borders and the focus need.
pub const BORDER: u32 = 300;
/// Hundredths that an accent aims at, where it is made from the one of the other scheme.
const COMFORT: u32 = 600;

/// The names of the colours, as custom properties in `style/tokens.css`, without the hyphens before them.
pub const NAMES: [&str; 23] = [
    "paper",
    "surface",
    "sunk",
    "line",
    "line-strong",
    "ink",
    "ink-soft",
    "accent",
    "accent-hover",
    "accent-ink",
    "accent-tint",
    "accent-line",
    "ok",
    "ok-tint",
    "wait",
    "wait-tint",
    "bad",
    "bad-hover",
    "bad-ink",
    "bad-tint",
    "info",
    "info-tint",
    "focus",
];

const PAPER: usize = 0;
const SURFACE: usize = 1;
const SUNK: usize = 2;
const LINE: usize = 3;
const LINE_STRONG: usize = 4;
const INK: usize = 5;
const INK_SOFT: usize = 6;
const ACCENT: usize = 7;
const ACCENT_HOVER: usize = 8;
const ACCENT_INK: usize = 9;
const ACCENT_TINT: usize = 10;
const ACCENT_LINE: usize = 11;
const OK: usize = 12;
const OK_TINT: usize = 13;
const WAIT: usize = 14;
const WAIT_TINT: usize = 15;
const BAD: usize = 16;
const BAD_HOVER: usize = 17;
const BAD_INK: usize = 18;
const BAD_TINT: usize = 19;
const INFO: usize = 20;
const INFO_TINT: usize = 21;
const FOCUS: usize = 22;

/// What text stands on.
const GROUNDS: &[usize] = &[PAPER, SURFACE, SUNK, ACCENT_TINT, OK_TINT, WAIT_TINT, BAD_TINT, INFO_TINT];
/// What is text on all of them.
const TEXTS: &[usize] = &[INK, INK_SOFT, ACCENT, ACCENT_HOVER, OK, WAIT, BAD, INFO];
/// What is a border or the focus on all of them.
const BORDERS: &[usize] = &[LINE_STRONG, ACCENT_LINE, FOCUS];
/// What is text on a button, and that button.
const ON_BUTTONS: &[(usize, usize)] = &[(ACCENT_INK, ACCENT), (ACCENT_INK, ACCENT_HOVER), (BAD_INK, BAD), (BAD_INK, BAD_HOVER)];

/// `style/tokens.css`, in the order of [`NAMES`]. A test holds them together.
const LIGHT: [u32; 23] = [
    0xf7f6f2, 0xffffff, 0xefeee8, 0xd8d7cf, 0x7d8480, 0x15242a, 0x4b5a60, 0x0a6456, 0x084d42, 0xffffff, 0xe2f1ec, 0x3f8f7d,
    0x1d6b3c, 0xe5f3e9, 0x8a4a00, 0xfdf0dd, 0xa3261b, 0x831c13, 0xffffff, 0xfcebe8, 0x1d4f91, 0xe7effa, 0x0a6456,
];
const DARK: [u32; 23] = [
    0x0f1619, 0x172126, 0x10191d, 0x2c3b42, 0x7f9098, 0xe8eef0, 0xa8b8bf, 0x62d0b9, 0x86e0cd, 0x06231e, 0x12332d, 0x459a88,
    0x7fd49b, 0x14301f, 0xf0b768, 0x35260f, 0xf39a8f, 0xf8b8b0, 0x2e0c08, 0x3a1a16, 0x94bdf3, 0x14273f, 0x62d0b9,
];

/// The colours of a scheme, in the order of [`NAMES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shades {
    scheme: Scheme,
    colours: [Colour; 23],
}

/// Two colours that are too close to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooClose {
    /// What is written or drawn.
    pub text: &'static str,
    /// What it stands on.
    pub ground: &'static str,
    /// Their contrast ratio in hundredths; below 100 the lighter one is where the darker one belongs.
    pub ratio: u32,
    /// The least that would do.
    pub needed: u32,
}

impl Shades {
    /// The built-in colours.
    pub fn built_in(scheme: Scheme) -> Self {
        let colours = if scheme == Scheme::Light { LIGHT } else { DARK };
        Self { scheme, colours: colours.map(Colour) }
    }

    /// The colours of a theme. What it does not set, or not as a colour, is built in or made from the rest. They keep the
    /// promise if ink and accent can be read on paper and surface, see [`Theme::check`].
    pub fn of(theme: &Theme, scheme: Scheme) -> Self {
        let (mut shades, set) = Self::base(theme, scheme);
        shades.grounds(&set);
        shades.ink_and_lines(&set);
        shades.accents(&set);
        shades.states();
        shades
    }

    /// The colour of this name.
    pub fn get(&self, name: &str) -> Option<Colour> {
        NAMES.iter().zip(self.colours).find(|(known, _)| **known == name).map(|(_, colour)| colour)
    }

    /// Names and colours that are not the built-in ones.
    pub fn changed(&self) -> impl Iterator<Item = (&'static str, Colour)> {
        let usual = Self::built_in(self.scheme).colours;
        NAMES.into_iter().zip(self.colours).zip(usual).filter(|((_, own), usual)| own != usual).map(|(named, _)| named)
    }

    /// Where the promise is broken: nowhere, if it is kept by what was given.
    pub fn broken(&self) -> Vec<TooClose> {
        let on_grounds = |texts: &'static [usize], needed: u32| {
            texts.iter().flat_map(move |text| GROUNDS.iter().map(move |ground| (*text, *ground, needed)))
        };
        let on_buttons = ON_BUTTONS.iter().map(|(ink, button)| (*button, *ink, TEXT));
        // On a button it is the ink that has the lightness of a ground.
        let pairs = on_grounds(TEXTS, TEXT).chain(on_grounds(BORDERS, BORDER)).chain(on_buttons);
        pairs.filter_map(|(text, ground, needed)| self.too_close(text, ground, needed)).collect()
    }

    /// The same of what a platform can set: ink and accent, on paper and surface.
    pub(super) fn given(&self) -> Vec<TooClose> {
        let pairs = [(INK, PAPER), (INK, SURFACE), (ACCENT, PAPER), (ACCENT, SURFACE)];
        pairs.into_iter().filter_map(|(text, ground)| self.too_close(text, ground, TEXT)).collect()
    }

    /// The colours of a theme before anything is made from them, and which of them it sets.
    pub(super) fn base(theme: &Theme, scheme: Scheme) -> (Self, Given) {
        let (own, other) = theme.palettes(scheme);
        let mut set = Given::of(own);
        let mut shades = Self::built_in(scheme);
        for (at, colour) in [(PAPER, set.paper), (SURFACE, set.surface), (INK, set.ink), (ACCENT, set.accent)] {
            shades.colours[at] = colour.unwrap_or(shades.colours[at]);
        }
        if let (Some(paper), None) = (set.paper, set.surface) {
            shades.colours[SURFACE] = paper.towards(Colour::WHITE, if scheme == Scheme::Light { 40 } else { 3 });
        }
        if set.accent.is_none()
            && let Some(other) = Given::of(other).accent
        {
            let legible = shades.moved(other, shades.pole(), COMFORT, &[PAPER, SURFACE]);
            shades.colours[ACCENT] = legible;
            set.accent = Some(legible);
        }
        (shades, set)
    }

    fn grounds(&mut self, set: &Given) {
        let (paper, surface, ink) = (self.colours[PAPER], self.colours[SURFACE], self.colours[INK]);
        let sunk = if set.paper.is_some() { paper.towards(ink, 3) } else { self.colours[SUNK] };
        self.colours[SUNK] = self.ground(sunk, paper);
        let is_own = set.accent.is_some() || set.surface.is_some() || set.paper.is_some();
        let tint = if is_own { surface.towards(self.colours[ACCENT], 8) } else { self.colours[ACCENT_TINT] };
        self.colours[ACCENT_TINT] = self.ground(tint, surface);
        for tint in [OK_TINT, WAIT_TINT, BAD_TINT, INFO_TINT] {
            self.colours[tint] = self.ground(self.colours[tint], surface);
        }
    }

    fn ink_and_lines(&mut self, set: &Given) {
        let (paper, ink) = (self.colours[PAPER], self.colours[INK]);
        if set.paper.is_some() || set.ink.is_some() {
            self.colours[INK_SOFT] = ink.towards(paper, 18);
            self.colours[LINE] = paper.towards(ink, 9);
            self.colours[LINE_STRONG] = ink.towards(paper, 30);
        }
        self.colours[INK_SOFT] = self.moved(self.colours[INK_SOFT], ink, TEXT, GROUNDS);
        self.colours[LINE_STRONG] = self.moved(self.colours[LINE_STRONG], ink, BORDER, GROUNDS);
    }

    fn accents(&mut self, set: &Given) {
        let (accent, pole, away) = (self.colours[ACCENT], self.pole(), self.away());
        if set.accent.is_some() {
            self.colours[ACCENT_HOVER] = accent.towards(pole, 14);
            self.colours[ACCENT_INK] = if self.scheme == Scheme::Light { away } else { accent.towards(away, 52) };
            self.colours[ACCENT_LINE] = accent.towards(self.colours[SURFACE], 18);
        }
        self.colours[FOCUS] = accent;
        self.colours[ACCENT_LINE] = self.moved(self.colours[ACCENT_LINE], accent, BORDER, GROUNDS);
        self.colours[ACCENT_INK] = self.written(ACCENT_INK, [ACCENT, ACCENT_HOVER]);
    }

    /// Done, waiting and wrong keep their colours, as far as they can be read.
    fn states(&mut self) {
        let bad = self.colours[BAD];
        for state in [OK, WAIT, BAD, INFO] {
            self.colours[state] = self.moved(self.colours[state], self.pole(), TEXT, GROUNDS);
        }
        if self.colours[BAD] != bad {
            self.colours[BAD_HOVER] = self.colours[BAD].towards(self.pole(), 12);
        }
        self.colours[BAD_INK] = self.written(BAD_INK, [BAD, BAD_HOVER]);
    }

    /// A ground on which ink and accent can be read, on the way to one on which they can.
    fn ground(&self, from: Colour, to: Colour) -> Colour {
        let texts = [self.colours[INK], self.colours[ACCENT]];
        walk(from, to, |colour| texts.iter().all(|text| self.ratio(*text, colour) >= TEXT))
    }

    /// A text, or a border, on the way to one that can be read on all of these.
    fn moved(&self, from: Colour, to: Colour, needed: u32, grounds: &[usize]) -> Colour {
        walk(from, to, |colour| grounds.iter().all(|ground| self.ratio(colour, self.colours[*ground]) >= needed))
    }

    /// What is written on buttons.
    fn written(&self, ink: usize, buttons: [usize; 2]) -> Colour {
        let is_legible = |colour| buttons.iter().all(|button| self.ratio(self.colours[*button], colour) >= TEXT);
        walk(self.colours[ink], self.away(), is_legible)
    }

    fn too_close(&self, text: usize, ground: usize, needed: u32) -> Option<TooClose> {
        let ratio = self.ratio(self.colours[text], self.colours[ground]);
        (ratio < needed).then(|| TooClose { text: NAMES[text], ground: NAMES[ground], ratio, needed })
    }

    fn ratio(&self, text: Colour, ground: Colour) -> u32 {
        if self.scheme == Scheme::Light { contrast(text, ground) } else { contrast(ground, text) }
    }

    /// Where text can be read best.
    pub(super) fn pole(&self) -> Colour {
        if self.scheme == Scheme::Light { Colour::BLACK } else { Colour::WHITE }
    }

    /// The other end.
    pub(super) fn away(&self) -> Colour {
        if self.scheme == Scheme::Light { Colour::WHITE } else { Colour::BLACK }
    }
}

/// The colours that a palette sets.
#[derive(Clone, Copy)]
pub(super) struct Given {
    pub(super) paper: Option<Colour>,
    pub(super) surface: Option<Colour>,
    pub(super) ink: Option<Colour>,
    pub(super) accent: Option<Colour>,
}

impl Given {
    pub(super) fn of(palette: &Palette) -> Self {
        let colour = |text: &Option<String>| text.as_deref().and_then(Colour::parse);
        Self {
            paper: colour(&palette.paper),
            surface: colour(&palette.surface),
            ink: colour(&palette.ink),
            accent: colour(&palette.accent),
        }
    }
}

/// The first colour on the way that will do, else its end.
fn walk(from: Colour, to: Colour, will_do: impl Fn(Colour) -> bool) -> Colour {
    (0..64).map(|part| from.towards(to, part)).find(|colour| will_do(*colour)).unwrap_or(to)
}
