//! The journal of one life: an entry for every act that its rows show.

use super::life::Life;
use super::people::Cast;
use super::rows::Hands;
use super::write::Batch;
use crate::one_stop::rules::State;
use kernel::Moment;
use platform::Actor;
use platform::journal::PastEntry;
use platform::store::ActorKind;
use serde_json::{Value as Json, json};

/// What was done: when, by whom, verb, facts.
type Deed = (Moment, Actor, &'static str, Json);

/// Appends the entries, in the order of time.
pub fn journal(batch: &mut Batch, id: i64, code: &str, life: &Life, cast: &Cast, hands: &Hands) {
    let mut deeds = vec![filed(code, life, cast, hands)];
    if life.state == State::NotAccepted {
        let at = life.ended.unwrap_or(life.filed);
        deeds.push((at, hands.actor("one_stop"), "refuse_receipt", json!({"state": 3})));
    }
    if let Some(received) = life.received {
        deeds.push((received, hands.actor("one_stop"), "receive", json!({"state": 2, "due_at": life.due})));
        course(&mut deeds, life, hands);
        end(&mut deeds, life, hands, cast);
    }
    deeds.sort_by_key(|(at, ..)| *at);
    batch.entries.extend(deeds.into_iter().map(|(at, by, action, after)| PastEntry {
        at,
        by,
        slice: "one_stop",
        record: "dossier",
        id,
        action,
        after,
    }));
}

fn applicant(cast: &Cast) -> Actor {
    let kind = if cast.account.is_some() { ActorKind::Citizen } else { ActorKind::Public };
    Actor { kind, account_id: cast.account, name: cast.owner.name.clone(), unit_id: None }
}

fn filed(code: &str, life: &Life, cast: &Cast, hands: &Hands) -> Deed {
    let by = if life.channel.code() == "online" { applicant(cast) } else { hands.actor("one_stop") };
    let after = json!({
        "code": code, "procedure": life.version.body.code, "channel": life.channel.code(),
        "owner": cast.owner.name, "proxy": cast.proxy.as_ref().map(|p| p.name.clone()),
        "term_case": life.case().map(|v| v.label.as_str()),
    });
    (life.filed, by, "file", after)
}

fn course(deeds: &mut Vec<Deed>, life: &Life, hands: &Hands) {
    // What is paid ends a wait before the next step begins at the same moment.
    if let Some((_, Some(paid))) = life.payment {
        deeds.push((paid, hands.actor("one_stop"), "pay", json!({"state": 4})));
    }
    for (index, at) in life.marks.iter().enumerate().skip(1) {
        let (action, role) = match index {
            1 => ("transfer", "one_stop"),
            2 => ("complete_step", "specialist"),
            _ => ("complete_step", "head"),
        };
        let after = if index == 1 { json!({"state": 4, "step": 2}) } else { json!({"step": index + 1}) };
        deeds.push((*at, hands.actor(role), action, after));
    }
    if let Some((asked, answered)) = life.supplement {
        deeds.push((asked, hands.actor("specialist"), "ask_supplement", json!({"state": 5})));
        deeds.extend(answered.map(|at| (at, hands.actor("one_stop"), "supplement", json!({"state": 4}))));
    }
    if let Some((asked, _)) = life.payment {
        deeds.push((asked, hands.actor("specialist"), "ask_payment", json!({"state": 6})));
    }
    if let Some((at, _)) = life.extension {
        deeds.push((at, hands.actor("leader"), "extend", json!({"due_at": life.due})));
    }
    if let Some((asked, due_on, _)) = life.opinion {
        deeds.push((asked, hands.actor("specialist"), "ask_opinion", json!({"due_on": due_on.to_string()})));
    }
}

fn end(deeds: &mut Vec<Deed>, life: &Life, hands: &Hands, cast: &Cast) {
    if let Some(asked) = life.withdrawal {
        deeds.push((asked, applicant(cast), "ask_withdrawal", json!({"state": 7})));
    }
    if let Some(at) = life.ended {
        let action = if life.withdrawal.is_some() { "confirm_withdrawal" } else { "stop" };
        deeds.push((at, hands.actor("one_stop"), action, json!({"state": 8})));
    }
    if let Some(settled) = life.settled {
        let outcome = if life.granted { "granted" } else { "refused" };
        deeds.push((settled, hands.actor("leader"), "settle", json!({"state": 9, "outcome": outcome})));
    }
    if let Some(returned) = life.returned {
        deeds.push((returned, hands.actor("one_stop"), "return_result", json!({"state": 10})));
    }
}
