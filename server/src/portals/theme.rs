//! A portal's colours, as a style sheet.

use super::logo::version;
use crate::config::Accent;

/// A style sheet that sets the colours.
pub struct Theme {
    /// The style sheet.
    pub css: String,
    /// Eight letters that change with the content.
    pub version: String,
}

impl Theme {
    /// The custom properties of `style/_tokens.scss` that make the accent, for light and dark pages.
    pub fn of(accent: Accent) -> Self {
        let (ground, text, soft) = (accent.ground(), accent.text(), accent.soft());
        let (dark, dark_soft) = (accent.dark(), accent.dark_soft());
        let css = format!(
            ":root{{--accent:{ground};--accent-text:{text};--accent-ink:#fff;--accent-soft:{soft}}}\n\
             @media (prefers-color-scheme:dark){{:root{{--accent:{dark};--accent-text:{dark};--accent-ink:#0c1a24;\
             --accent-soft:{dark_soft}}}}}\n"
        );
        let version = version(css.as_bytes());
        Self { css, version }
    }
}

#[cfg(test)]
mod tests {
    use super::Theme;

    #[test]
    fn a_theme_is_colours_alone() {
        let theme = Theme::of("#006b3f".parse().unwrap());
        insta::assert_snapshot!(theme.css, @"
        :root{--accent:#006b3f;--accent-text:#006b3f;--accent-ink:#fff;--accent-soft:#e6f0ec}
        @media (prefers-color-scheme:dark){:root{--accent:#66a68c;--accent-text:#66a68c;--accent-ink:#0c1a24;--accent-soft:#15312d}}
        ");
        assert_eq!(theme.version.len(), 8);
    }
}
