//! A report asked for once; templates written and, by a second person, put in force.

use super::super::measuring;
use super::super::rules::Template;
use super::super::slice::EDIT;
use super::super::store::requests::{self, NewRequest};
use super::super::store::templates::{self, TemplateRow};
use super::{REQUEST, TEMPLATE};
use kernel::Day;
use platform::error::Result;
use platform::notices::{self, Notice};
use platform::{App, Change, Refusal, Tx, journal, staff};
use serde_json::json;

/// Asks agencies for a report; the same form sent twice is one request.
pub async fn ask(app: &App, tx: &Tx, new: &NewRequest) -> Result<i64> {
    let Some(id) = requests::add(tx, new).await? else {
        return Err(Refusal::new("reports-refused-asked").into());
    };
    let directory = app.directory();
    let names: Vec<&str> = new.agencies.iter().map(|a| directory.short_name(*a)).collect();
    let after = json!({
        "report_request": new.title, "report_from": new.days.0.to_string(), "report_to": new.days.1.to_string(),
        "report_due": new.due.to_string(), "report_agencies": names.join(", ")
    });
    tx.journal_first(Change::of("reports", REQUEST, id, "report_ask").after(after)).await?;
    for agency in &new.agencies {
        for member in staff::able(app, EDIT, *agency, tx.at().day()).await? {
            let notice = Notice {
                template: "reports.asked",
                account_id: Some(member.account_id),
                email: None,
                phone: None,
                href: format!("/bao-cao-cchc/yeu-cau/{id}"),
                values: json!({"title": new.title, "due": new.due.vn(), "agency": directory.name(new.agency)}),
            };
            notices::send_once(tx, &notice).await?;
        }
    }
    Ok(id)
}

/// Writes the next version of a template as a draft; what is wrong with it refuses it.
pub async fn write_template(
    app: &App,
    tx: &Tx,
    (code, name): (&str, &str),
    body: &str,
    author: &str,
) -> Result<i64> {
    let template: Template = serde_saphyr::from_str(body)
        .map_err(|e| Refusal::new("reports-refused-yaml").arg("detail", e.to_string()).status(422))?;
    if let Some((flaw, about)) =
        template.flaws(|code| measuring::indicator(app, code).is_some()).into_iter().next()
    {
        return Err(Refusal::new(flaw).arg("about", about).status(422).into());
    }
    let id = templates::add(tx, code, name, body, author).await?;
    let after = json!({"report_template": name, "report_rows": template.rows().count()});
    tx.journal_first(Change::of("reports", TEMPLATE, id, "report_template_write").after(after)).await?;
    Ok(id)
}

/// Puts a draft in force from a day on; who wrote it does not.
pub async fn publish_template(
    tx: &Tx,
    row: &TemplateRow,
    (account, name): (i64, &str),
    from: Day,
) -> Result<()> {
    let hands = journal::hands(tx, TEMPLATE, row.id, &["report_template_write"]).await?;
    if account > 0 && hands.contains(&account) {
        return Err(Refusal::new("reports-refused-second-person").into());
    }
    if !templates::publish(tx, row.id, from, name).await? {
        return Err(Refusal::new("reports-refused-published").into());
    }
    let after = json!({"report_template": row.name, "report_valid_from": from.to_string()});
    tx.journal(Change::of("reports", TEMPLATE, row.id, "report_template_publish").after(after)).await
}
