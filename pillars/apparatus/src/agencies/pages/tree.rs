//! The tree of a day, from the city down; branches open without JavaScript.

use askama::Template;
use kernel::Day;
use platform::Ctx;
use platform::directory::{AgencyRef, Directory};
use ui::{Empty, Link, Markup};

/// The root with what stands under it.
#[derive(Template)]
#[template(path = "agencies/pages/tree_root.html")]
struct Tree {
    root: Leaf,
}

impl askama::filters::HtmlSafe for Tree {}

/// A group of agencies of one kind under another.
#[derive(Template)]
#[template(path = "agencies/pages/tree.html")]
struct Branch {
    title: String,
    open: bool,
    leaves: Vec<Leaf>,
}

impl askama::filters::HtmlSafe for Branch {}

/// An agency with the groups under it.
struct Leaf {
    link: Link,
    branches: Vec<Branch>,
}

/// The group that is open at first: the middle tier, where there is one.
const DISTRICTS: &str = "agencies-group-districts";

/// Kinds in the order they are shown in, with the heading of their group.
const GROUPS: [(&str, &[&str]); 5] = [
    ("agencies-group-bodies", &["office", "department", "inspectorate", "board"]),
    ("agencies-group-divisions", &["division"]),
    (DISTRICTS, &["district"]),
    ("agencies-group-communes", &["commune"]),
    ("agencies-group-press", &["press"]),
];

/// The tree as markup.
pub fn of(ctx: &Ctx, directory: &Directory, on: Day) -> Markup {
    let Some(root) = directory.root(on) else {
        return Markup::of(&Empty::new(ctx.t("agencies-empty-title"), ctx.t("agencies-empty-text")));
    };
    Markup::of(&Tree { root: leaf(ctx, directory, on, root, 0) })
}

fn leaf(ctx: &Ctx, directory: &Directory, on: Day, agency: &AgencyRef, depth: usize) -> Leaf {
    let below: Vec<&AgencyRef> = directory.children(agency.id).filter(|a| a.in_force(on)).collect();
    let branches = GROUPS
        .iter()
        // The import refuses circles; a tree deeper than this would be one.
        .filter(|_| depth < 12)
        .filter_map(|(heading, kinds)| {
            let mut members: Vec<&AgencyRef> =
                below.iter().filter(|a| kinds.contains(&a.kind.as_str())).copied().collect();
            members.sort_by_cached_key(|a| kernel::text::fold(&a.short_name));
            if members.is_empty() {
                return None;
            }
            let title = format!("{} ({})", ctx.t(heading), members.len());
            let leaves = members.iter().map(|a| leaf(ctx, directory, on, a, depth + 1)).collect();
            Some(Branch { title, open: depth == 0 && *heading == DISTRICTS, leaves })
        })
        .collect();
    Leaf { link: Link::new(format!("/co-quan/{}", agency.code), &agency.name), branches }
}
