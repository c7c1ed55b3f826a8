//! A procedure's plain list of steps as a flow: where its drawing begins.

use contracts::procedures::{ProcessStep, StepNeed, StepRole};
use flow::{Flow, Kind, Link, Node, Pauses, Role, Step};

/// The flow that says the same as a list of steps. Handing over the result is an act of its own, not a step of the work.
///
/// A procedure without a list has three steps: receipt, handling, signature.
pub fn flow_of(process: &[ProcessStep]) -> Flow {
    let last = process.iter().rposition(|step| step.role != StepRole::OneStop).map_or(0, |index| index + 1);
    let mut steps: Vec<(String, Step)> = process.iter().take(last).map(one).collect();
    if steps.is_empty() {
        steps = [("Tiếp nhận", Role::OneStop), ("Thụ lý", Role::Specialist), ("Ký duyệt", Role::Leader)]
            .into_iter()
            .map(|(name, role)| (name.to_owned(), Step { role: Some(role), ..Step::default() }))
            .collect();
    }
    let mut flow = Flow::default();
    let mut add = |key: String, name: String, kind: Kind| {
        if let Some(before) = flow.nodes.last().map(|node: &Node| node.key.clone()) {
            let link = format!("d-{}", flow.nodes.len());
            flow.links.push(Link {
                key: link,
                from: before,
                to: key.clone(),
                name: String::new(),
                when: None,
            });
        }
        flow.nodes.push(Node { key, name, kind, at: None });
    };
    add("bat-dau".to_owned(), "Bắt đầu".to_owned(), Kind::Start);
    for (number, (name, step)) in (1..).zip(steps) {
        add(format!("buoc-{number}"), name, Kind::Step(step));
    }
    add("ket-thuc".to_owned(), "Kết thúc".to_owned(), Kind::End);
    flow
}

fn one(step: &ProcessStep) -> (String, Step) {
    let made = Step {
        role: Role::from_code(step.role.code()),
        unit: step.unit.clone().unwrap_or_default(),
        time: step.time,
        paid_first: step.needs.contains(&StepNeed::Paid),
        pauses: step.pauses.as_ref().map(|p| Pauses { basis: p.basis.clone(), confirmed: p.confirmed }),
        results: Vec::new(),
    };
    (step.name.clone(), made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_steps_becomes_a_sound_flow_up_to_the_signature() {
        let process: Vec<ProcessStep> = serde_json::from_value(serde_json::json!([
            {"name": "Tiếp nhận", "role": "one_stop", "time": {"half_days": 1}},
            {"name": "Thụ lý", "role": "specialist", "time": {"working_days": 2}, "needs": ["paid"]},
            {"name": "Ký duyệt", "role": "leader", "time": {"working_days": 1}},
            {"name": "Trả kết quả", "role": "one_stop"}
        ]))
        .unwrap();
        let flow = flow_of(&process);
        let names: Vec<&str> = flow.nodes.iter().map(|node| node.name.as_str()).collect();
        assert_eq!(names, ["Bắt đầu", "Tiếp nhận", "Thụ lý", "Ký duyệt", "Kết thúc"]);
        assert!(flow.node("buoc-2").and_then(Node::step).is_some_and(|step| step.paid_first));
        assert_eq!(flow::check(&flow, &flow::Surroundings::default()), Vec::new());
        assert!(flow::sound(&flow::check(&flow_of(&[]), &flow::Surroundings::default())));
    }
}
