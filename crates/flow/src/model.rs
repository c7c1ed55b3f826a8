//! A flow's nodes and links, and their written form (JSON), in which it is kept.

use crate::guard::Guard;
use kernel::{Amount, LegalBasis};
use serde::{Deserialize, Serialize};

/// A procedure's internal process.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Steps, choices, branches, timers, start and end, in the order in which they are listed.
    pub nodes: Vec<Node>,
    /// The ways between them; at a choice the first whose guard holds is taken.
    pub links: Vec<Link>,
}

/// A node.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Key within the flow; a dossier's place is told by it.
    pub key: String,
    /// Name, as shown.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Where it was drawn, where a drawing came with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Place>,
}

/// What a node is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The receipt begins it.
    Start,
    /// The result is signed.
    End,
    /// Somebody's work.
    Step(Step),
    /// One of its ways is taken; with one way on, where ways meet again.
    Choice,
    /// All of its ways are taken at once.
    Split,
    /// Waits for all that comes in.
    Join,
    /// Waits for a length of time.
    Timer(Timer),
    /// Done by the program itself.
    Action(Action),
}

/// Somebody's work.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// Unit, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// Time allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<Amount>,
    /// It ends only once the fees are paid.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paid_first: bool,
    /// The dossier's clock stands while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pauses: Option<Pauses>,
    /// Results of which whoever ends it names one; none: it just ends.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub results: Vec<String>,
}

/// Why the clock stands: taxes and fees are waited for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pauses {
    /// The text it rests on, if a source shows one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<LegalBasis>,
    /// The text was seen in a source.
    #[serde(default)]
    pub confirmed: bool,
}

/// A wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Timer {
    /// How long, counted over the agency's working calendar.
    pub wait: Amount,
}

/// What the program does itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Action {
    /// What the applicant is told.
    pub tell: String,
}

/// Roles that steps are given to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Bộ phận tiếp nhận và trả kết quả.
    OneStop,
    /// Chuyên viên thụ lý.
    Specialist,
    /// Lãnh đạo phòng.
    Head,
    /// Lãnh đạo cơ quan.
    Leader,
}

impl Role {
    /// Every role.
    pub const ALL: [Role; 4] = [Role::OneStop, Role::Specialist, Role::Head, Role::Leader];

    /// Word in the written form.
    pub fn code(self) -> &'static str {
        match self {
            Role::OneStop => "one_stop",
            Role::Specialist => "specialist",
            Role::Head => "head",
            Role::Leader => "leader",
        }
    }

    /// A role by its word.
    pub fn from_code(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// Where a node stands in a drawing: its upper left corner and its size, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// From the left.
    pub x: i64,
    /// From above.
    pub y: i64,
    /// Width.
    pub width: i64,
    /// Height.
    pub height: i64,
}

/// A way from one node to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Key within the flow.
    pub key: String,
    /// Key of the node it leaves.
    pub from: String,
    /// Key of the node it leads to.
    pub to: String,
    /// What is written beside it; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// When it is taken at a choice; without one it is the way of all other cases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<Guard>,
}

impl Kind {
    /// Every kind's word.
    pub const CODES: [&'static str; 8] =
        ["start", "step", "choice", "split", "join", "timer", "action", "end"];

    /// Word in the written form.
    pub fn code(&self) -> &'static str {
        match self {
            Kind::Start => "start",
            Kind::End => "end",
            Kind::Step(_) => "step",
            Kind::Choice => "choice",
            Kind::Split => "split",
            Kind::Join => "join",
            Kind::Timer(_) => "timer",
            Kind::Action(_) => "action",
        }
    }

    /// Whether a dossier stays there until something happens.
    pub fn holds(&self) -> bool {
        matches!(self, Kind::Step(_) | Kind::Timer(_))
    }
}

impl Node {
    /// The step it is.
    pub fn step(&self) -> Option<&Step> {
        match &self.kind {
            Kind::Step(step) => Some(step),
            _ => None,
        }
    }
}

impl Flow {
    /// A node by its key.
    pub fn node(&self, key: &str) -> Option<&Node> {
        self.nodes.iter().find(|node| node.key == key)
    }

    /// A link by its key.
    pub fn link(&self, key: &str) -> Option<&Link> {
        self.links.iter().find(|link| link.key == key)
    }

    /// The links that leave a node, in their order.
    pub fn outgoing<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Link> {
        self.links.iter().filter(move |link| link.from == key)
    }

    /// The links that lead to a node.
    pub fn incoming<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Link> {
        self.links.iter().filter(move |link| link.to == key)
    }

    /// The node where it begins.
    pub fn start(&self) -> Option<&Node> {
        self.nodes.iter().find(|node| node.kind == Kind::Start)
    }

    /// Whether the end of a step is the signed result: all that follows it is the end.
    pub fn is_last(&self, key: &str) -> bool {
        let mut ways = self.outgoing(key).peekable();
        ways.peek().is_some() && ways.all(|l| self.node(&l.to).is_some_and(|n| n.kind == Kind::End))
    }

    /// Number of a step for people, from 1: its place in the order of the way through the flow.
    pub fn number(&self, key: &str) -> i64 {
        let order = self.order();
        let steps = order.iter().filter(|k| self.node(k).is_some_and(|n| n.kind.holds()));
        steps.zip(1..).find(|(k, _)| k.as_str() == key).map_or(0, |(_, number)| number)
    }
}
