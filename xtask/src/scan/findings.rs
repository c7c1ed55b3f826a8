//! What scanners found, and the small list of what they may find, each line with its reason.

use anyhow::{Context, Result, bail};
use serde_json::Value as Json;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// One thing that a scanner says is wrong.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    pub tool: &'static str,
    pub what: String,
    pub place: String,
}

impl Finding {
    pub fn new(tool: &'static str, what: &str, place: &str) -> Self {
        Self { tool, what: what.to_owned(), place: place.to_owned() }
    }
}

/// What may be found: a line is `tool | what | beginning of the place | reason`.
#[derive(Debug)]
pub struct Allowed(Vec<[String; 4]>);

impl Allowed {
    /// Reads the list; a line without a reason is refused.
    pub fn read(path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
        Self::parse(&text)
    }

    fn parse(text: &str) -> Result<Self> {
        let mut lines = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let parts: Vec<String> = line.splitn(4, '|').map(|part| part.trim().to_owned()).collect();
            match <[String; 4]>::try_from(parts) {
                Ok(parts) if parts.iter().all(|part| !part.is_empty()) => lines.push(parts),
                _ => bail!("not of the form tool | what | place | reason: {line}"),
            }
        }
        Ok(Self(lines))
    }

    /// Why a finding may be there; none when it may not.
    pub fn reason(&self, finding: &Finding) -> Option<&str> {
        let fits = |[tool, what, place, _]: &&[String; 4]| {
            tool == finding.tool && *what == finding.what && finding.place.starts_with(place.as_str())
        };
        self.0.iter().find(fits).map(|[.., reason]| reason.as_str())
    }
}

/// The findings in a report of wapiti (JSON), which has them by kind.
pub fn of_wapiti(report: &str) -> Result<Vec<Finding>> {
    let report: Json = serde_json::from_str(report).context("wapiti's report is no JSON")?;
    let mut found = Vec::new();
    for part in ["vulnerabilities", "anomalies"] {
        let kinds = report.get(part).and_then(Json::as_object).with_context(|| format!("no {part} in it"))?;
        for (kind, list) in kinds {
            for one in list.as_array().into_iter().flatten() {
                let text = |key: &str| one.get(key).and_then(Json::as_str).unwrap_or_default();
                let place =
                    format!("{} {} {}: {}", text("path"), text("method"), text("parameter"), text("info"));
                found.push(Finding::new("wapiti", kind, &place));
            }
        }
    }
    Ok(found)
}

/// The findings in what sqlmap printed about an address: what it holds for injectable, and that it could not try.
pub fn of_sqlmap(place: &str, output: &str) -> Vec<Finding> {
    let finding = |line: &str| {
        let line = line.trim();
        let what =
            if line.contains("identified the following injection point") || line.contains("is vulnerable") {
                "injection"
            } else if line.contains("might be vulnerable") {
                "suspicion"
            } else if line.contains("[CRITICAL]") && !line.contains("do not appear to be injectable") {
                "not tried"
            } else {
                return None;
            };
        Some(Finding::new("sqlmap", what, &format!("{place}: {line}")))
    };
    let mut found: Vec<Finding> = output.lines().filter_map(finding).collect();
    if !output.contains("do not appear to be injectable") && found.is_empty() {
        found.push(Finding::new("sqlmap", "not tried", &format!("{place}: it came to no end")));
    }
    found
}

/// The findings in what nikto printed.
pub fn of_nikto(output: &str) -> Vec<Finding> {
    let lines = output.lines().filter_map(|line| line.strip_prefix("+ "));
    let told = ["Target ", "Start Time", "End Time", "Server:", "No CGI", "Scan terminated"];
    lines
        .filter(|line| !told.iter().any(|word| line.starts_with(word)) && !line.contains("host(s) tested"))
        .map(|line| Finding::new("nikto", "finding", line))
        .collect()
}

/// The summary of a run, for people.
pub fn summary(new: &[Finding], known: &[Finding], allowed: &Allowed, notes: &[String]) -> String {
    let mut text = format!("# Scan\n{} findings, {} more that are allowed.\n", new.len(), known.len());
    for note in notes {
        let _ = writeln!(text, "{note}");
    }
    for Finding { tool, what, place } in new {
        let _ = writeln!(text, "- **{tool}**: {what}: {place}");
    }
    if !known.is_empty() {
        text.push_str("\n## Allowed\n");
    }
    for finding in known {
        let reason = allowed.reason(finding).unwrap_or_default();
        let _ = writeln!(text, "- {}: {}: {} ({reason})", finding.tool, finding.what, finding.place);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_is_allowed_by_tool_kind_and_place_only() -> Result<()> {
        let allowed =
            Allowed::parse("# why\nwapiti | Secure Flag cookie | /dang-nhap | no TLS on loopback\n")?;
        let at = |what: &str, place: &str| Finding::new("wapiti", what, place);
        assert_eq!(allowed.reason(&at("Secure Flag cookie", "/dang-nhap GET")), Some("no TLS on loopback"));
        assert_eq!(allowed.reason(&at("Secure Flag cookie", "/ho-so GET")), None);
        assert_eq!(allowed.reason(&at("SQL Injection", "/dang-nhap GET")), None);
        assert!(Allowed::parse("wapiti | x | /").is_err() && Allowed::parse("wapiti | x | / | ").is_err());
        Ok(())
    }

    #[test]
    fn the_list_in_the_repository_can_be_read() -> Result<()> {
        Allowed::read(&crate::host::root()?.join("xtask/scan-allow.txt")).map(|_| ())
    }

    #[test]
    fn wapitis_findings_are_read_by_kind() -> Result<()> {
        let report = r#"{"vulnerabilities": {"SQL Injection": [{"method": "GET", "path": "/tim", "parameter": "q",
            "info": "x"}], "Backup file": []}, "anomalies": {"Internal Server Error": []}}"#;
        assert_eq!(of_wapiti(report)?, [Finding::new("wapiti", "SQL Injection", "/tim GET q: x")]);
        assert!(of_wapiti("{}").is_err() && of_wapiti("").is_err());
        Ok(())
    }

    #[test]
    fn sqlmap_must_have_come_to_its_end() {
        let good = "[20:08:01] [CRITICAL] all tested parameters do not appear to be injectable. Try";
        assert!(of_sqlmap("/tim", good).is_empty());
        let kinds = |output: &str| of_sqlmap("/tim", output).into_iter().map(|f| f.what).collect::<Vec<_>>();
        assert_eq!(kinds("sqlmap identified the following injection point(s)"), ["injection"]);
        assert_eq!(kinds("[CRITICAL] unable to connect to the target URL"), ["not tried"]);
        assert_eq!(kinds("[INFO] testing connection"), ["not tried"]);
    }

    #[test]
    fn niktos_findings_are_told_from_its_own_words() {
        let output = "+ Target IP: 127.0.0.1\n+ Server: x\n+ /: something odd\n+ 1 host(s) tested\n";
        assert_eq!(of_nikto(output), [Finding::new("nikto", "finding", "/: something odd")]);
    }
}
