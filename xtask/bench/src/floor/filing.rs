//! What a filing is on the floor: typed, checked, given its due date; its attachment kept under its hash.

use anyhow::{Context, Result};
use bytes::Bytes;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use rand::RngCore;
use sha2::{Digest, Sha256};
use std::io::Write;
use std::path::Path;
use unicode_normalization::UnicodeNormalization;

/// The papers of the one procedure that the floor knows.
pub const PAPERS: [&str; 5] = [
    "Tờ khai đăng ký khai sinh",
    "Giấy chứng sinh",
    "Giấy chứng nhận kết hôn của cha mẹ",
    "Chứng minh nhân dân hoặc hộ chiếu",
    "Sổ hộ khẩu hoặc sổ tạm trú",
];

/// Working days from receipt to promise.
const TERM_DAYS: u32 = 3;

/// A form as it came.
#[derive(Default)]
pub struct Typed {
    key: String,
    owner: String,
    identity: String,
    address: String,
    phone: String,
    channel: String,
    given: Vec<String>,
}

impl Typed {
    /// Takes one field; unknown ones are nobody's.
    pub fn set(&mut self, name: &str, value: String) {
        match name {
            "key" => self.key = value,
            "owner" => self.owner = value,
            "identity" => self.identity = value,
            "address" => self.address = value,
            "phone" => self.phone = value,
            "channel" => self.channel = value,
            "paper" => self.given.push(value),
            _ => {}
        }
    }
}

/// A filing that may be stored.
pub struct Filing {
    /// Idempotency key.
    pub key: String,
    /// Owner.
    pub owner: String,
    /// The same without marks.
    pub folded: String,
    /// Identity number.
    pub identity: String,
    /// Address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Channel.
    pub channel: String,
    /// How each paper was given.
    pub given: Vec<String>,
    /// Tracking key.
    pub tracking: String,
    /// Filed, microseconds.
    pub at: i64,
    /// Filed, day.
    pub day: NaiveDate,
    /// Promised, microseconds.
    pub due_at: i64,
    /// How the promise was counted.
    pub due_steps: String,
}

impl Filing {
    /// Checks what was typed and counts its promise; all errors at once.
    pub fn check(typed: Typed) -> Result<Filing, Vec<&'static str>> {
        let mut errors = Vec::new();
        if typed.owner.trim().is_empty() || typed.owner.chars().count() > 120 {
            errors.push("owner");
        }
        if typed.address.trim().is_empty() || typed.address.chars().count() > 300 {
            errors.push("address");
        }
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
        if digits(&typed.identity) < 4 && digits(&typed.phone) < 4 {
            errors.push("identity");
        }
        if !matches!(typed.channel.as_str(), "counter" | "online" | "post") {
            errors.push("channel");
        }
        if typed.key.len() < 16 || typed.key.len() > 100 {
            errors.push("key");
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let (at, day) = now();
        let (due, due_steps) = promise(day);
        let mut bytes = [0u8; 24];
        rand::rng().fill_bytes(&mut bytes);
        Ok(Filing {
            folded: fold(&typed.owner),
            key: typed.key,
            owner: typed.owner,
            identity: typed.identity,
            address: typed.address,
            phone: typed.phone,
            channel: typed.channel,
            given: typed.given,
            tracking: hex::encode(bytes),
            at,
            day,
            due_at: midnight(due) + 17 * 3_600_000_000,
            due_steps,
        })
    }

    /// The code of a number.
    pub fn code(&self, number: i64) -> String {
        format!("000.12.34.H13-{}-{number:04}", self.day.format("%y%m%d"))
    }

    /// What the journal and the event say, and the entry's hash.
    pub fn entry(&self, code: &str) -> (String, String) {
        let after = serde_json::json!({
            "code": code, "procedure": "HT-01", "channel": self.channel, "owner": self.owner, "due_at": self.due_at,
        })
        .to_string();
        let hash = hex::encode(Sha256::digest(after.as_bytes()));
        (after, hash)
    }
}

/// Text in small letters without marks.
pub fn fold(text: &str) -> String {
    let plain = |c: char| match c {
        'đ' | 'Đ' => 'd',
        c => c,
    };
    let letters = text.nfd().filter(|c| !matches!(c, '\u{300}'..='\u{36f}')).map(plain);
    letters.flat_map(char::to_lowercase).collect()
}

fn midnight(day: NaiveDate) -> i64 {
    let start = day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp_micros();
    start - 7 * 3_600_000_000
}

#[expect(clippy::disallowed_methods, reason = "the floor stands for itself and knows no platform clock")]
fn now() -> (i64, NaiveDate) {
    let now = chrono::Utc::now();
    (now.timestamp_micros(), (now + chrono::TimeDelta::hours(7)).date_naive())
}

/// Three working days on, over weekends and the fixed holidays, with its steps as JSON.
fn promise(from: NaiveDate) -> (NaiveDate, String) {
    let holiday = |day: NaiveDate| matches!((day.month(), day.day()), (1, 1) | (4, 30) | (5, 1) | (9, 2));
    let mut steps = Vec::new();
    let (mut day, mut left) = (from, TERM_DAYS);
    while left > 0 {
        day = day + Days::new(1);
        let working = !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !holiday(day);
        left -= u32::from(working);
        steps.push(serde_json::json!({"day": day, "counted": working}));
    }
    (day, serde_json::Value::Array(steps).to_string())
}

/// Keeps an attachment under its hash, on the disk before it is named.
pub fn keep(folder: &Path, content: &Bytes) -> Result<String> {
    let hash = hex::encode(Sha256::digest(content));
    let (head, rest) = hash.split_at_checked(2).context("a short hash")?;
    let folder = folder.join(head);
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(rest);
    if path.exists() {
        return Ok(hash);
    }
    let mut file = std::fs::File::create(&path)?;
    file.write_all(content)?;
    file.sync_all()?;
    std::fs::File::open(&folder)?.sync_all()?;
    Ok(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_folded_without_its_marks() {
        assert_eq!(fold("Nguyễn Thị ĐÀO"), "nguyen thi dao");
    }

    #[test]
    fn a_promise_skips_the_weekend_and_the_holiday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(promise(day("2026-11-26")).0, day("2026-12-01"));
        assert_eq!(promise(day("2026-08-31")).0, day("2026-09-04"));
    }

    #[test]
    fn all_errors_of_a_form_are_named_at_once() {
        assert_eq!(
            Filing::check(Typed::default()).err().unwrap(),
            ["owner", "address", "identity", "channel", "key"]
        );
    }
}
