//! What every page says about itself to its shell: title, reader, menu, way back.
//! A page's template has a field `page: Page` and extends `citizen.html` or `staff.html`.

use crate::tag::Tone;
use crate::words::Words;
use askama::filters::HtmlSafe;
use std::fmt;

/// Everything the shells need; templates call it `page`.
#[derive(Clone, Debug)]
pub struct Page {
    /// The title, also in the browser's tab.
    pub title: String,
    /// "vi" or "en".
    pub lang: &'static str,
    /// Light, dark or as the device.
    pub theme: Theme,
    /// The fixed words in the reader's language.
    pub words: Words,
    /// The city or province, e.g. "Thành phố Cần Thơ".
    pub site_name: String,
    /// The agency whose page this is.
    pub agency: Option<String>,
    /// Who is signed in.
    pub viewer: Option<ViewerBadge>,
    /// Whether a member of staff looks at it, so that a page for everybody stands in the desk's frame.
    pub desk: bool,
    /// The navigation.
    pub menu: Vec<MenuGroup>,
    /// A message about what has just been done.
    pub flash: Option<Flash>,
    /// Path and query of this page, to come back to after switching language or theme.
    pub path: String,
    /// Says that this is a demonstration with made-up data.
    pub demo_banner: Option<String>,
    /// Unread notices.
    pub notices: u64,
    /// What the search box holds.
    pub search_q: String,
    /// The way back.
    pub back: Option<Link>,
    /// Where the page is, from the home page on; the page itself is not among them.
    pub crumbs: Vec<Link>,
    /// Links at the foot.
    pub footer: Vec<Link>,
}

impl Page {
    /// A page with a title and nothing else; fill the public fields.
    pub fn new(words: &Words, lang: &'static str, title: impl Into<String>) -> Page {
        Page {
            title: title.into(),
            lang,
            theme: Theme::default(),
            words: words.clone(),
            site_name: String::new(),
            agency: None,
            viewer: None,
            desk: false,
            menu: Vec::new(),
            flash: None,
            path: "/".to_owned(),
            demo_banner: None,
            notices: 0,
            search_q: String::new(),
            back: None,
            crumbs: Vec::new(),
            footer: Vec::new(),
        }
    }

    /// Sets the way back.
    pub fn with_back(mut self, href: impl Into<String>, text: impl Into<String>) -> Page {
        self.back = Some(Link::new(href, text));
        self
    }

    /// Adds a step of the path to this page.
    pub fn with_crumb(mut self, href: impl Into<String>, text: impl Into<String>) -> Page {
        self.crumbs.push(Link::new(href, text));
        self
    }

    /// Whether the menu has links beside those of the first row.
    pub fn has_more_menu(&self) -> bool {
        self.menu.iter().any(|group| !group.others().is_empty())
    }

    /// Whether the page is one of those, so that the closed list says that it holds it.
    pub fn is_in_more_menu(&self) -> bool {
        self.menu.iter().any(|group| group.others().iter().any(|item| item.current))
    }

    /// The address of an asset, for templates.
    pub fn asset(&self, name: &str) -> String {
        crate::assets::asset_url(name)
    }

    /// The language the switch leads to.
    pub fn other_lang(&self) -> &'static str {
        if self.lang == "vi" { "en" } else { "vi" }
    }

    /// The themes the switch offers: the word in its address, its label, whether it is on.
    pub fn themes(&self) -> [(&'static str, &str, bool); 3] {
        [
            (Theme::Light.slug(), &self.words.theme_light, self.theme == Theme::Light),
            (Theme::Dark.slug(), &self.words.theme_dark, self.theme == Theme::Dark),
            (Theme::System.slug(), &self.words.theme_system, self.theme == Theme::System),
        ]
    }
}

/// Light, dark, or what the reader's device prefers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device prefers.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// The word in the switch's address and in the cookie: may, sang, toi.
    pub fn slug(self) -> &'static str {
        match self {
            Theme::System => "may",
            Theme::Light => "sang",
            Theme::Dark => "toi",
        }
    }

    /// From the word in the cookie or the address; anything else is the device's preference.
    pub fn from_slug(slug: &str) -> Theme {
        match slug {
            "sang" => Theme::Light,
            "toi" => Theme::Dark,
            _ => Theme::System,
        }
    }

    /// The value of `data-theme`; none for the device's preference.
    pub fn attribute(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }
}

/// Who is signed in, as the masthead shows it.
#[derive(Clone, Debug)]
pub struct ViewerBadge {
    /// Full name.
    pub name: String,
    /// The role they act in.
    pub role: String,
    /// Their unit; empty for a citizen.
    pub unit: String,
}

/// A group of the navigation.
#[derive(Clone, Debug)]
pub struct MenuGroup {
    /// Heading; may be empty.
    pub label: String,
    /// Whether its links show without a click: the viewer's own work, and where the viewer is.
    pub open: bool,
    /// Its links.
    pub items: Vec<MenuItem>,
    /// How many of them stand in the first row of a public page; the others stand under the heading, one press away.
    pub first: usize,
}

impl MenuGroup {
    /// The links of the first row.
    pub fn leading(&self) -> &[MenuItem] {
        self.items.get(..self.first).unwrap_or(&self.items)
    }

    /// The links under the heading.
    pub fn others(&self) -> &[MenuItem] {
        self.items.get(self.first..).unwrap_or_default()
    }
}

/// A link of the navigation.
#[derive(Clone, Debug)]
pub struct MenuItem {
    /// Text.
    pub label: String,
    /// Address.
    pub href: String,
    /// Whether this is the page, or the section it is in.
    pub current: bool,
    /// A number beside it, e.g. of waiting dossiers.
    pub count: Option<u64>,
}

/// A message about what has just been done.
#[derive(Clone, Debug)]
pub struct Flash {
    /// Good, Info, Warn or Bad.
    pub tone: Tone,
    /// One or two sentences.
    pub text: String,
}

impl Flash {
    /// The title that goes with the tone.
    pub fn title<'a>(&self, words: &'a Words) -> &'a str {
        match self.tone {
            Tone::Good => &words.flash_good,
            Tone::Warn => &words.flash_warn,
            Tone::Bad => &words.flash_bad,
            Tone::Neutral | Tone::Info | Tone::Accent => &words.flash_info,
        }
    }
}

/// A link with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Address.
    pub href: String,
    /// Text.
    pub text: String,
}

impl Link {
    /// A link.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Link {
        Link { href: href.into(), text: text.into() }
    }
}

/// Finished HTML or SVG that templates print as it is; made by this crate, or by `Markup::of` from a template.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markup(pub String);

impl Markup {
    /// What a component or template prints.
    pub fn of(part: &impl HtmlSafe) -> Markup {
        Markup(part.to_string())
    }
}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(first: usize) -> MenuGroup {
        let item =
            |label: &str, current| MenuItem { label: label.into(), href: "/".into(), current, count: None };
        MenuGroup { label: String::new(), items: vec![item("a", false), item("b", true)], first }
    }

    #[test]
    fn a_group_shares_its_links_between_the_first_row_and_the_list() {
        for (first, leading) in [(0, 0), (1, 1), (2, 2), (usize::MAX, 2)] {
            let group = group(first);
            assert_eq!((group.leading().len(), group.others().len()), (leading, 2 - leading), "{first}");
        }
    }

    #[test]
    fn a_closed_list_says_that_it_holds_the_page() {
        let words = Words::new(&str::to_owned);
        let mut page = Page::new(&words, "vi", "");
        page.menu = vec![group(usize::MAX)];
        assert!(!page.has_more_menu() && !page.is_in_more_menu());
        page.menu = vec![group(1)];
        assert!(page.has_more_menu() && page.is_in_more_menu());
    }
}
