//! A thread in words, for either side.

use super::super::rules::{Complaint, Side, Standing};
use super::super::store::{self, Message, Thread};
use platform::Ctx;
use platform::error::{FieldErrors, Result};
use platform::http::Submitted;
use std::collections::BTreeMap;
use ui::{Action, ActionKind, Form, Link, Tag, Tone};

/// A message as its page shows it.
pub struct Shown {
    /// Number.
    pub id: i64,
    /// Who wrote.
    pub title: String,
    /// Tone of its mark.
    pub tone: &'static str,
    /// How a request stands.
    pub tag: Option<Tag>,
    /// When.
    pub at: String,
    /// Whether the other side has seen it.
    pub seen: String,
    /// Its text, line by line.
    pub lines: Vec<String>,
    /// Before what is to be put right.
    pub items_title: String,
    /// What is to be put right.
    pub items: Vec<String>,
    /// Its files.
    pub files: Vec<Link>,
    /// The button that closes a request.
    pub close: Option<Action>,
    /// The form that says of a complaint whether it is so.
    pub conclude: Option<Form>,
}

/// Where the files of a thread lie, and under which address a request is closed.
pub struct Places<'a> {
    /// Address before a file's hash.
    pub files: String,
    /// Address before a message's number; none: the reader closes nothing.
    pub close: Option<String>,
    /// Address before a complaint's number, with what was typed of it; none: the reader says nothing of complaints.
    pub conclude: Option<(String, &'a Submitted, &'a FieldErrors)>,
}

/// All messages of a thread as a side reads them.
pub async fn shown(
    ctx: &Ctx,
    thread: Option<&Thread>,
    side: Side,
    places: &Places<'_>,
) -> Result<Vec<Shown>> {
    let Some(thread) = thread else { return Ok(Vec::new()) };
    let db = &ctx.app.store;
    let mut items: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for item in store::items_of(db, thread.id).await? {
        let kind = if item.kind == "paper" { "messages-item-paper" } else { "messages-item-field" };
        items.entry(item.message_id).or_default().push(ctx.tn(kind, &[("name", item.name)]));
    }
    let mut files: BTreeMap<i64, Vec<Link>> = BTreeMap::new();
    for file in store::files_of(db, thread.id).await? {
        let link = Link::new(
            format!("{}/{}", places.files, file.hash),
            format!("{} ({})", file.name, ui::file_size(file.size)),
        );
        files.entry(file.message_id).or_default().push(link);
    }
    let messages = store::messages_of(db, thread.id).await?;
    // One form a page: the complaint that has waited longest.
    let first = messages
        .iter()
        .find(|message| message.complaint() == Some(Complaint::Open))
        .map(|message| message.id);
    let show = |message: Message| {
        let (items, files) = (items.remove(&message.id), files.remove(&message.id));
        one(ctx, thread, message, (side, places), (items.unwrap_or_default(), files.unwrap_or_default()))
    };
    let mut shown: Vec<Shown> = messages.into_iter().map(show).collect();
    if let Some((before, typed, errors)) = &places.conclude
        && let Some(complaint) = shown.iter_mut().find(|message| Some(message.id) == first)
    {
        let action = format!("{before}/{}/ket-luan", complaint.id);
        complaint.conclude = Some(super::conclude::form(ctx, action, (*typed, *errors)));
    }
    Ok(shown)
}

fn one(
    ctx: &Ctx,
    thread: &Thread,
    message: Message,
    (reader, places): (Side, &Places<'_>),
    (items, files): (Vec<String>, Vec<Link>),
) -> Shown {
    let standing = message.standing(ctx.today());
    let by = message.side();
    let read = match by {
        Side::Staff => thread.applicant_read_at,
        Side::Applicant => thread.staff_read_at,
    };
    // Of one's own message: whether the other side has read it; of theirs: that it is new.
    let seen = match (by == reader, by, read >= message.sent_at) {
        (true, Side::Applicant, true) => ctx.t("messages-seen-by-agency"),
        (true, Side::Applicant, false) => ctx.t("messages-not-seen-by-agency"),
        (true, Side::Staff, true) => ctx.t("messages-seen-by-applicant"),
        (true, Side::Staff, false) => ctx.t("messages-not-seen-by-applicant"),
        (false, _, false) => ctx.t("messages-new"),
        (false, _, true) => String::new(),
    };
    let due = message.due().map(kernel::Day::vn).unwrap_or_default();
    let open = standing.is_some_and(|standing| standing != Standing::Closed);
    let close = places.close.as_ref().filter(|_| open).map(|before| {
        let href = format!("{before}/{}/xong", message.id);
        Action::post(href, ctx.t("messages-close"), ActionKind::Quiet)
    });
    let mut lines: Vec<String> =
        message.body.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    if let Some(finding) = &message.finding {
        let finding = finding.clone();
        lines.push(match &message.found_by {
            Some(by) if reader == Side::Staff => {
                ctx.tn("messages-complaint-finding-by", &[("finding", finding), ("by", by.clone())])
            }
            _ => ctx.tn("messages-complaint-finding", &[("finding", finding)]),
        });
    }
    Shown {
        title: author(ctx, thread, &message, reader),
        tone: if by == Side::Staff { "info" } else { "accent" },
        tag: standing
            .map(|standing| tag(ctx, standing))
            .or_else(|| message.complaint().map(|complaint| complaint_tag(ctx, complaint))),
        at: message.sent().vn(),
        seen,
        lines,
        items_title: ctx.tn("messages-items", &[("due", due)]),
        items,
        files,
        close,
        conclude: None,
        id: message.id,
    }
}

/// How a complaint stands, as a tag.
fn complaint_tag(ctx: &Ctx, complaint: Complaint) -> Tag {
    let tone = match complaint {
        Complaint::Open => Tone::Warn,
        Complaint::True => Tone::Bad,
        Complaint::False => Tone::Neutral,
    };
    Tag::new(ctx.t(&format!("messages-complaint-{}", complaint.code())), tone)
}

/// Who wrote: colleagues read the name of a colleague, the applicant the agency's.
fn author(ctx: &Ctx, thread: &Thread, message: &Message, reader: Side) -> String {
    match (message.side(), reader) {
        (Side::Applicant, Side::Applicant) => ctx.t("messages-by-you"),
        (Side::Applicant, Side::Staff) => ctx.t("messages-by-applicant"),
        (Side::Staff, Side::Staff) => message.author_name.clone(),
        (Side::Staff, Side::Applicant) => ctx.app.directory().name(thread.agency_id).to_owned(),
    }
}

/// How a request stands, as a tag.
pub fn tag(ctx: &Ctx, standing: Standing) -> Tag {
    let tone = match standing {
        Standing::Open => Tone::Info,
        Standing::Overdue => Tone::Bad,
        Standing::Answered => Tone::Warn,
        Standing::Closed => Tone::Good,
    };
    Tag::new(ctx.t(&format!("messages-standing-{}", standing.code())), tone)
}
