//! Pages that belong to no slice: errors and the frame of a page to print.

use crate::page::{Link, Markup, Page};
use askama::Template;

/// A page that says what went wrong and the way on.
#[derive(Clone, Debug, Template)]
#[template(path = "error.html")]
pub struct ErrorPage {
    /// The shell's data; its title is the heading.
    pub page: Page,
    /// What happened and what to do, in plain words.
    pub text: String,
    /// Ways on.
    pub links: Vec<Link>,
    /// Number to quote to the help desk; empty: none.
    pub trace: String,
}

/// A page to print: no navigation, the agency at the top.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/print_page.html")]
pub struct PrintPage {
    /// The shell's data.
    pub page: Page,
    /// What is printed.
    pub body: Markup,
}
