//! BPMN 2.0 XML to a flow: whole, or not at all with everything named that flows do not know.

use super::{DC, DI, MODEL, OWN};
use crate::guard::Guard;
use crate::model::{Action, Flow, Kind, Link, Node, Place, Step, Timer};
use kernel::Amount;
use roxmltree::{Document, Node as Xml};
use std::collections::BTreeSet;

/// Why a file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// It is no XML, or none that can be read.
    #[error("no XML: {0}")]
    Xml(String),
    /// No process in the BPMN namespace with a node in it.
    #[error("no process in it")]
    NoProcess,
    /// More than one process has nodes.
    #[error("{0} processes; a flow is one")]
    Processes(usize),
    /// Elements that flows do not know, each with its name.
    #[error("not part of a flow: {}", .0.join("; "))]
    Unknown(Vec<String>),
    /// An element lacks its id, has one that is no XML name, or two have the same.
    #[error("{0}: no id of its own")]
    Id(String),
    /// It is larger than any process drawn by people.
    #[error("more than {0} nodes")]
    Large(usize),
}

/// Nodes and links of a flow at most.
const MOST: usize = 400;

/// Units of a time at most, as in the designer's forms: a calendar is counted through them.
const LONGEST: u32 = 10_000;

/// What stands in the designer's addresses for what is not drawn yet: no key.
const NEW: &str = "moi";

/// What may stand in a process and says nothing of the way.
const SILENT: [&str; 14] = [
    "documentation",
    "extensionElements",
    "laneSet",
    "dataObject",
    "dataObjectReference",
    "dataStoreReference",
    "textAnnotation",
    "association",
    "group",
    "ioSpecification",
    "property",
    "auditing",
    "monitoring",
    "category",
];

/// Reads a file.
///
/// # Errors
/// [`Unread`], in which case nothing of it is taken.
pub fn read(bytes: &[u8]) -> Result<Flow, Unread> {
    let text = decoded(bytes);
    let document = Document::parse(&text).map_err(|e| Unread::Xml(e.to_string()))?;
    let of_model = |node: &Xml<'_, '_>, tag: &str| node.has_tag_name((MODEL, tag));
    let mut processes: Vec<Xml<'_, '_>> = document.descendants().filter(|n| of_model(n, "process")).collect();
    processes.retain(|process| process.children().any(|n| n.is_element() && kind_tag(n.tag_name().name())));
    let process = match processes.as_slice() {
        [] => return Err(Unread::NoProcess),
        [one] => *one,
        more => return Err(Unread::Processes(more.len())),
    };
    let mut flow = Flow::default();
    let mut unknown = Vec::new();
    for child in process.children().filter(Xml::is_element) {
        let tag = child.tag_name().name();
        if of_model(&child, "sequenceFlow") {
            flow.links.push(link(&child)?);
        } else if let Some(kind) = kind(&child) {
            let name = words(child.attribute("name").unwrap_or_default());
            flow.nodes.push(Node { key: id(&child)?, name, kind, at: None });
        } else if !SILENT.contains(&tag) {
            unknown.push(named(tag, &child));
        }
        if flow.nodes.len() + flow.links.len() > MOST {
            return Err(Unread::Large(MOST));
        }
    }
    if !unknown.is_empty() {
        return Err(Unread::Unknown(unknown));
    }
    unique(&flow)?;
    defaults(&mut flow, &process);
    gateways(&mut flow, &process)?;
    lanes(&mut flow, &process);
    places(&mut flow, &document);
    Ok(flow)
}

/// UTF-8, or else byte by byte as in ISO 8859-1, which older programs write.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn named(tag: &str, node: &Xml<'_, '_>) -> String {
    match node.attribute("name") {
        Some(name) if !name.is_empty() => format!("{tag} “{}”", words(name)),
        _ => tag.to_owned(),
    }
}

/// A name in one line.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Its id, which is the node's key from here on and stands in addresses: a name as XML knows it.
fn id(node: &Xml<'_, '_>) -> Result<String, Unread> {
    let named_so = |id: &&str| {
        let first = id.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_');
        first && *id != NEW && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'))
    };
    let id = node.attribute("id").filter(named_so);
    id.map(str::to_owned).ok_or_else(|| Unread::Id(named(node.tag_name().name(), node)))
}

fn kind_tag(tag: &str) -> bool {
    tag.ends_with("Task") || tag == "task" || tag.ends_with("Event") || tag.ends_with("Gateway")
}

/// What a node of the way is; `None` for what flows do not know.
fn kind(node: &Xml<'_, '_>) -> Option<Kind> {
    if node.tag_name().namespace() != Some(MODEL) {
        return None;
    }
    let mut definitions = node.children().filter(|c| c.tag_name().name().ends_with("EventDefinition"));
    let plain = node.children().all(|c| !c.tag_name().name().ends_with("LoopCharacteristics"));
    match node.tag_name().name() {
        "startEvent" => definitions.next().is_none().then_some(Kind::Start),
        "endEvent" => definitions.next().is_none().then_some(Kind::End),
        "serviceTask" | "sendTask" if plain => {
            let action = own::<Action>(node, "action").map(Kind::Action);
            Some(action.unwrap_or_else(|| Kind::Step(Step::default())))
        }
        "task" | "userTask" | "manualTask" | "scriptTask" | "receiveTask" | "businessRuleTask" if plain => {
            let step = own::<Step>(node, "step").unwrap_or_default();
            step.time.is_none_or(is_short).then_some(Kind::Step(step))
        }
        "exclusiveGateway" => Some(Kind::Choice),
        "parallelGateway" => Some(Kind::Split),
        "intermediateCatchEvent" => {
            let timer = definitions.next().filter(|d| d.has_tag_name((MODEL, "timerEventDefinition")))?;
            let wait = own::<Timer>(node, "timer").or_else(|| {
                let text = timer.children().find(|c| c.has_tag_name((MODEL, "timeDuration")))?.text()?;
                Some(Timer { wait: duration(text.trim())? })
            })?;
            is_short(wait.wait).then_some(Kind::Timer(wait))
        }
        _ => None,
    }
}

fn is_short(amount: Amount) -> bool {
    amount.number() <= LONGEST
}

/// What only a flow says, from its extension element.
fn own<T: serde::de::DeserializeOwned>(node: &Xml<'_, '_>, tag: &str) -> Option<T> {
    let extension = node.children().find(|c| c.has_tag_name((MODEL, "extensionElements")))?;
    let text = extension.children().find(|c| c.has_tag_name((OWN, tag)))?.text()?;
    serde_json::from_str(text).ok()
}

/// A duration of ISO 8601 in one unit: days and months of the calendar, hours and minutes as worked ones.
fn duration(text: &str) -> Option<Amount> {
    let rest = text.strip_prefix('P')?;
    let (digits, unit) = rest.split_at_checked(rest.len().checked_sub(1)?)?;
    let (digits, timed) = digits.strip_prefix('T').map_or((digits, false), |rest| (rest, true));
    let number = digits.parse().ok()?;
    match (unit, timed) {
        ("D", false) => Some(Amount::Days(number)),
        ("M", false) => Some(Amount::Months(number)),
        ("H", true) => Some(Amount::WorkingHours(number)),
        ("M", true) => Some(Amount::WorkingMinutes(number)),
        _ => None,
    }
}

fn link(node: &Xml<'_, '_>) -> Result<Link, Unread> {
    let end = |name: &str| {
        let found = node.attribute(name).map(str::to_owned);
        found.ok_or_else(|| Unread::Id(named("sequenceFlow", node)))
    };
    let condition = node.children().find(|c| c.has_tag_name((MODEL, "conditionExpression")));
    let condition = condition.and_then(|c| c.text()).map(str::trim).filter(|text| !text.is_empty());
    Ok(Link {
        key: id(node)?,
        from: end("sourceRef")?,
        to: end("targetRef")?,
        name: words(node.attribute("name").unwrap_or_default()),
        when: condition.map(Guard::read),
    })
}

fn unique(flow: &Flow) -> Result<(), Unread> {
    let mut seen = BTreeSet::new();
    let keys = flow.nodes.iter().map(|node| &node.key).chain(flow.links.iter().map(|link| &link.key));
    for key in keys {
        if !seen.insert(key) {
            return Err(Unread::Id(key.clone()));
        }
    }
    Ok(())
}

/// The way of all other cases has no condition, whatever is written at it.
fn defaults(flow: &mut Flow, process: &Xml<'_, '_>) {
    let defaults: Vec<&str> = process.children().filter_map(|node| node.attribute("default")).collect();
    for link in flow.links.iter_mut().filter(|link| defaults.contains(&link.key.as_str())) {
        link.when = None;
    }
}

/// A parallel gateway splits or joins, by its links; one that says it only splits waits for nobody, however many lead to it.
fn gateways(flow: &mut Flow, process: &Xml<'_, '_>) -> Result<(), Unread> {
    let diverging = |node: &Xml<'_, '_>| node.attribute("gatewayDirection") == Some("Diverging");
    let splits: Vec<&str> =
        process.children().filter(diverging).filter_map(|node| node.attribute("id")).collect();
    let mut both = Vec::new();
    let joins: Vec<bool> = flow
        .nodes
        .iter()
        .map(|node| {
            let (into, out) = (flow.incoming(&node.key).count(), flow.outgoing(&node.key).count());
            if node.kind == Kind::Split && into > 1 && out > 1 && !splits.contains(&node.key.as_str()) {
                both.push(format!("parallelGateway “{}”", node.name));
            }
            node.kind == Kind::Split && out <= 1
        })
        .collect();
    if !both.is_empty() {
        return Err(Unread::Unknown(both));
    }
    for (node, join) in flow.nodes.iter_mut().zip(joins) {
        if join {
            node.kind = Kind::Join;
        }
    }
    Ok(())
}

/// A lane is the unit of the steps in it that name none.
fn lanes(flow: &mut Flow, process: &Xml<'_, '_>) {
    for lane in process.descendants().filter(|n| n.has_tag_name((MODEL, "lane"))) {
        let name = words(lane.attribute("name").unwrap_or_default());
        let refs = lane.children().filter(|c| c.has_tag_name((MODEL, "flowNodeRef")));
        let refs: Vec<&str> = refs.filter_map(|c| c.text()).map(str::trim).collect();
        for node in flow.nodes.iter_mut().filter(|node| refs.contains(&node.key.as_str())) {
            if let Kind::Step(step) = &mut node.kind
                && step.unit.is_empty()
            {
                step.unit.clone_from(&name);
            }
        }
    }
}

fn places(flow: &mut Flow, document: &Document<'_>) {
    for shape in document.descendants().filter(|n| n.has_tag_name((DI, "BPMNShape"))) {
        let Some(bounds) = shape.children().find(|c| c.has_tag_name((DC, "Bounds"))) else { continue };
        let number = |name: &str| bounds.attribute(name).and_then(pixels);
        let place = (|| {
            let (x, y) = (number("x")?, number("y")?);
            Some(Place { x, y, width: number("width")?, height: number("height")? })
        })();
        let about = shape.attribute("bpmnElement").unwrap_or_default();
        if let Some(node) = flow.nodes.iter_mut().find(|node| node.key == about) {
            node.at = place;
        }
    }
}

/// Whole pixels; what is no place on a drawing of any size is none.
fn pixels(text: &str) -> Option<i64> {
    let number = text.trim().parse::<f64>().ok().filter(|n| n.is_finite() && n.abs() < 1e6)?;
    #[expect(clippy::cast_possible_truncation, reason = "finite and below a million")]
    let whole = number.round() as i64;
    Some(whole)
}
