//! What the person is told of the whole, and the desk of the lead when there is something for it to do.

use super::super::rules::{PartState, WholeState};
use super::super::store::{Joint, Part};
use contracts::desk::RECEIVE;
use kernel::Moment;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{App, Tx, staff};
use serde_json::{Value as Json, json};

/// The code under which it is followed, and when it may be ready.
pub(super) async fn filed(app: &App, tx: &Tx, joint: &Joint) -> Result<()> {
    person(app, tx, joint, "joint.filed", json!({"due": joint.due().map(Moment::vn)})).await
}

/// The next part began, at which agency; its desk is told that a dossier came by the system.
pub(super) async fn moved(app: &App, tx: &Tx, joint: &Joint, part: &Part) -> Result<()> {
    let agency = app.directory().name(part.agency_id).to_owned();
    person(app, tx, joint, "joint.moved", json!({"part": part.procedure_name, "at": agency})).await?;
    for member in staff::able(app, RECEIVE, part.agency_id, tx.at().day()).await? {
        let notice = Notice {
            template: "joint.arrived",
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: "/lien-thong?tinh-trang=running".to_owned(),
            values: json!({"code": part.dossier_code, "part": part.procedure_name, "joint": joint.code}),
        };
        // Who has not read the last one gets no second.
        notices::send_once(tx, &notice).await?;
    }
    Ok(())
}

/// A part whose turn has come could not be opened: the lead's desk finds out why and tries it again.
pub(super) async fn stuck(app: &App, tx: &Tx, joint: &Joint, part: &Part) -> Result<()> {
    let agency = app.directory().name(part.agency_id).to_owned();
    for member in staff::able(app, RECEIVE, joint.lead_id, tx.at().day()).await? {
        let notice = Notice {
            template: "joint.stuck",
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: format!("/lien-thong/{}", joint.id),
            values: json!({
                "code": joint.code, "part": part.procedure_name, "agency": agency, "reason": part.reason,
            }),
        };
        notices::send(tx, &notice).await?;
    }
    Ok(())
}

/// A part was refused, withdrawn or stopped, and what becomes of the rest.
pub(super) async fn failed(
    app: &App,
    tx: &Tx,
    joint: &Joint,
    part: &Part,
    left_out: &[String],
) -> Result<()> {
    let more = json!({"part": part.procedure_name, "reason": part.reason, "left_out": left_out.join("; ")});
    person(app, tx, joint, "joint.failed", more).await
}

/// All parts have ended: the results can be fetched at the lead, if there are any.
pub(super) async fn ended(app: &App, tx: &Tx, joint: &Joint, parts: &[Part]) -> Result<()> {
    let granted = parts.iter().filter(|part| part.state == PartState::Granted.code()).count();
    let all = joint.state()? == WholeState::Done;
    person(app, tx, joint, "joint.ended", json!({"granted": granted, "all": all})).await?;
    if granted == 0 {
        return Ok(());
    }
    let able = staff::able(app, RECEIVE, joint.lead_id, tx.at().day()).await?;
    for member in able {
        let notice = Notice {
            template: "joint.ready",
            account_id: Some(member.account_id),
            email: None,
            phone: None,
            href: format!("/lien-thong/{}", joint.id),
            values: json!({"code": joint.code, "name": joint.group_name}),
        };
        notices::send(tx, &notice).await?;
    }
    Ok(())
}

async fn person(app: &App, tx: &Tx, joint: &Joint, template: &'static str, more: Json) -> Result<()> {
    let owner = joint.owner()?;
    let notice = Notice {
        template,
        account_id: joint.account_id,
        email: Some(owner.email.as_str()).filter(|email| email.contains('@')),
        phone: Some(owner.phone.as_str()).filter(|phone| !phone.is_empty()),
        href: format!("/theo-doi-lien-thong/{}", joint.tracking_key),
        values: json!({
            "code": joint.code, "name": owner.name, "group": joint.group_name,
            "agency": app.directory().name(joint.lead_id), "more": more,
        }),
    };
    notices::send(tx, &notice).await
}
