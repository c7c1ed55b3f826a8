//! Ways through: page heading with actions, tabs, pages, steps of a flow, task list.

use crate::tag::Tag;
use crate::words::Words;
use askama::Template;
use askama::filters::HtmlSafe;

/// The heading of a page with what can be done on it.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/head.html")]
pub struct Head {
    /// The heading (h1).
    pub title: String,
    /// A quiet line above it, e.g. the record's code; may be empty.
    pub caption: String,
    /// The record's status.
    pub tag: Option<Tag>,
    /// One sentence below; may be empty.
    pub lead: String,
    /// What can be done, most wanted first.
    pub actions: Vec<Action>,
}

impl HtmlSafe for Head {}

impl Head {
    /// A heading.
    pub fn new(title: impl Into<String>) -> Head {
        Head { title: title.into(), ..Head::default() }
    }
}

/// A link or a posting button that looks like a button.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/action.html")]
pub struct Action {
    /// Where it leads or posts.
    pub href: String,
    /// The act.
    pub label: String,
    /// How it looks.
    pub kind: ActionKind,
    /// Whether it posts.
    pub post: bool,
    /// Names and values a post sends along.
    pub hidden: Vec<(String, String)>,
}

impl HtmlSafe for Action {}

impl Action {
    /// A link that looks like a button.
    pub fn link(href: impl Into<String>, label: impl Into<String>, kind: ActionKind) -> Action {
        Action { href: href.into(), label: label.into(), kind, post: false, hidden: Vec::new() }
    }

    /// A button that posts.
    pub fn post(href: impl Into<String>, label: impl Into<String>, kind: ActionKind) -> Action {
        Action { post: true, ..Action::link(href, label, kind) }
    }
}

/// How an action looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionKind {
    /// The one most wanted.
    Primary,
    /// Any other.
    Quiet,
    /// Refuses or destroys.
    Danger,
}

impl ActionKind {
    fn class(self) -> &'static str {
        match self {
            ActionKind::Primary => "button",
            ActionKind::Quiet => "button button-quiet",
            ActionKind::Danger => "button button-danger",
        }
    }
}

/// Tabs as links, each its own page.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/tabs.html")]
pub struct Tabs {
    /// Name of the group for screen readers.
    pub label: String,
    /// The tabs.
    pub items: Vec<Tab>,
}

impl HtmlSafe for Tabs {}

/// One tab.
#[derive(Clone, Debug, Default)]
pub struct Tab {
    /// Text.
    pub label: String,
    /// Address.
    pub href: String,
    /// Whether it is the one shown.
    pub current: bool,
    /// How many are in it.
    pub count: Option<String>,
}

/// Links to the pages before and after.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"{% if prev.is_some() || next.is_some() %}<nav class="pages" aria-label="{{ words.pages }}">{% if let Some(href) = prev %}<a rel="prev" href="{{ href }}"><span aria-hidden="true">← </span>{{ words.previous }}</a>{% endif %}{% if let Some(href) = next %}<a rel="next" href="{{ href }}">{{ words.next }}<span aria-hidden="true"> →</span></a>{% endif %}</nav>{% endif %}"#,
    ext = "html"
)]
pub struct Pagination {
    /// Fixed words.
    pub words: Words,
    /// Address of the page before.
    pub prev: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

impl HtmlSafe for Pagination {}

/// The steps a record goes through.
#[derive(Clone, Debug, Template)]
#[template(path = "parts/steps.html")]
pub struct Steps {
    /// Fixed words.
    pub words: Words,
    /// In order.
    pub items: Vec<Step>,
}

impl HtmlSafe for Steps {}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is done.
    pub label: String,
    /// Who and when; may be empty.
    pub text: String,
    /// Where it stands.
    pub state: StepState,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// The record is here.
    Current,
    /// Not yet reached.
    Todo,
}

impl StepState {
    fn class(self) -> &'static str {
        match self {
            StepState::Done => "done",
            StepState::Current => "current",
            StepState::Todo => "todo",
        }
    }

    fn word(self, words: &Words) -> &str {
        match self {
            StepState::Done => &words.step_done,
            StepState::Current => &words.step_current,
            StepState::Todo => &words.step_todo,
        }
    }
}

/// Tasks to complete, grouped.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "parts/tasks.html")]
pub struct TaskList {
    /// Id in the page.
    pub id: String,
    /// Groups in order.
    pub groups: Vec<TaskGroup>,
}

impl HtmlSafe for TaskList {}

/// A group of tasks.
#[derive(Clone, Debug, Default)]
pub struct TaskGroup {
    /// Heading; may be empty.
    pub title: String,
    /// Its tasks.
    pub tasks: Vec<Task>,
}

/// One task.
#[derive(Clone, Debug)]
pub struct Task {
    /// What is to do.
    pub title: String,
    /// Where; none when it cannot be started yet.
    pub href: Option<String>,
    /// A hint below; may be empty.
    pub hint: String,
    /// Where it stands.
    pub status: TaskStatus,
}

/// Where a task stands.
#[derive(Clone, Debug)]
pub enum TaskStatus {
    /// Finished: plain text, e.g. "Đã điền đủ".
    Done(String),
    /// Cannot be started yet: grey text.
    Blocked(String),
    /// Anything else: a tag.
    Tag(Tag),
}
