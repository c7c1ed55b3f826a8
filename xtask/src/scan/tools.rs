//! The scanners: wapiti in an environment of its own, sqlmap and nikto as the machine has them, each within its time.

use super::Person;
use super::demo::AGENT;
use super::findings::{self, Finding};
use crate::host;
use anyhow::{Context, Result, bail};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

/// The release whose reports findings.rs reads.
const WAPITI: &str = "wapiti3==3.2.3";
const MODULES: &str =
    "sql,xss,file,exec,crlf,redirect,csp,http_headers,cookieflags,htaccess,methods,ssrf,xxe,permanentxss";
/// What a run of wapiti takes beyond its own limit: it finishes the module it is in.
const GRACE: u32 = 120;
/// The longest that sqlmap may look at one address.
const SQLMAP_SECONDS: u32 = 240;

/// Public pages by the hundred, which nobody's run looks at.
const PUBLIC: [&str; 6] =
    ["/bang/*", "/muc-tieu/*", "/chuong-trinh/*", "/co-quan/*", "/thu-tuc/*", "/giao-dien/*"];

/// Addresses that take parameters: what is sent in a body, and whether a clerk's session goes along.
const INJECTED: [(&str, Option<&str>, bool); 9] = [
    ("/thu-tuc?q=khai&linh-vuc=tu-phap&sap=ten", None, false),
    ("/tim?q=lan", None, false),
    ("/tra-cuu?ma=HT.1", None, false),
    ("/co-quan?q=phuong", None, false),
    ("/chi-so?q=a", None, false),
    ("/tra-cuu", Some("ma=H13&so=1234"), false),
    ("/dang-nhap", Some("ten=a&mat_khau=b&ve=/"), false),
    ("/ho-so?q=lan&trang-thai=received&sap=han&linh-vuc=dat-dai", None, true),
    ("/so-theo-doi?thang=2012-10", None, true),
];

/// The program wapiti, installed under the target folder when it is not there yet.
pub fn wapiti(work: &Path) -> Result<PathBuf> {
    let venv = work.join("venv");
    let program = venv.join("bin/wapiti");
    if !program.is_file() {
        let made = host::succeeds(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        let installed =
            made && host::succeeds(Command::new(venv.join("bin/pip")).args(["install", "--quiet", WAPITI]))?;
        if !installed {
            bail!("wapiti could not be installed; it takes python3 with venv, and PyPI");
        }
    }
    Ok(program)
}

/// Wapiti as one person; its report stays in the folder.
pub fn run_wapiti(
    program: &Path,
    url: &str,
    report: &Path,
    person: &Person,
    session: Option<&str>,
    seconds: u32,
) -> Result<Vec<Finding>> {
    let who = person.login.unwrap_or("nobody");
    let file = report.join(format!("wapiti-{who}.json"));
    let mut wapiti = Command::new(program);
    wapiti
        .args(["-u", &format!("{url}/"), "--scope", "folder", "-m", MODULES, "-d", "4"])
        .args(["--max-links-per-page", "40", "--max-files-per-dir", "15"])
        .args([
            "--max-scan-time",
            &(seconds / 2).to_string(),
            "--max-attack-time",
            &(seconds / 14).max(10).to_string(),
        ])
        // Nothing leaves this machine: where others would be called, the city itself is.
        .args(["--endpoint", &format!("{url}/")])
        // The session must not end. It stays the one given: wapiti adds no cookie to a header that it was told, and with
        // `--drop-set-cookie` it would send none at all.
        .args(["-x", &format!("{url}/dang-xuat"), "-x", &format!("{url}/tai-khoan/thiet-bi/dang-xuat-het")])
        .args(["-A", AGENT, "--dns-endpoint", "localhost"])
        .args(["--flush-session", "--no-bugreport", "-f", "json", "-o"])
        .arg(&file)
        .arg("--store-session")
        .arg(report.join(format!("wapiti-{who}")));
    for start in person.starts {
        wapiti.args(["-s", &format!("{url}{start}")]);
    }
    if let Some(session) = session {
        wapiti.args(["-C", session]);
        for public in PUBLIC {
            wapiti.args(["-x", &format!("{url}{public}")]);
        }
    }
    let log = report.join(format!("wapiti-{who}.log"));
    let limit = seconds.saturating_add(GRACE);
    let mut ended = within(&mut wapiti, limit, &log)?;
    if ended && !file.exists() {
        // Its own store of what it crawled is sometimes locked against itself.
        ended = within(&mut wapiti, limit, &log)?;
    }
    let Ok(text) = fs::read_to_string(&file) else {
        let why = if ended { "it wrote no report" } else { "it came to no end" };
        return Ok(vec![Finding::new(
            "wapiti",
            "not run",
            &format!("as {who}: {why}, see {}", log.display()),
        )]);
    };
    findings::of_wapiti(&text)
}

/// Sqlmap over the addresses that take parameters.
pub fn run_sqlmap(url: &str, report: &Path, clerk: &str) -> Result<Vec<Finding>> {
    let mut found = Vec::new();
    for (number, (path, body, signed_in)) in INJECTED.iter().enumerate() {
        let place = body.map_or_else(|| (*path).to_owned(), |body| format!("{path} ({body})"));
        println!("{place}");
        let mut sqlmap = Command::new("sqlmap");
        sqlmap
            .args(["-u", &format!("{url}{path}"), "--batch", "--level=2", "--risk=1", "--threads=1"])
            .args(["--timeout=20", "--disable-coloring", "--flush-session", "--technique=BEUT"])
            // A wrong password and a session's cookie that was tampered with are answered so.
            .args(["--ignore-code=401", "--skip=motcua"])
            .args(["-H", &format!("Origin: {url}"), &format!("--user-agent={AGENT}")])
            .arg(format!("--output-dir={}", report.join("sqlmap").display()));
        if let Some(body) = *body {
            sqlmap.args(["--data", body]);
        }
        if *signed_in {
            sqlmap.args(["--cookie", clerk]);
        }
        let log = report.join(format!("sqlmap-{}.log", number + 1));
        within(&mut sqlmap, SQLMAP_SECONDS, &log)?;
        let output = fs::read(&log).with_context(|| format!("reading {}", log.display()))?;
        found.extend(findings::of_sqlmap(&place, &String::from_utf8_lossy(&output)));
    }
    Ok(found)
}

/// Nikto over the public pages.
pub fn run_nikto(url: &str, report: &Path, seconds: u32) -> Result<Vec<Finding>> {
    let log = report.join("nikto.log");
    let mut nikto = Command::new("nikto");
    nikto.args(["-h", url, "-nointeractive", "-ask", "no", "-maxtime", &format!("{seconds}s")]);
    within(&mut nikto, seconds.saturating_add(GRACE), &log)?;
    let output = fs::read(&log).with_context(|| format!("reading {}", log.display()))?;
    Ok(findings::of_nikto(&String::from_utf8_lossy(&output)))
}

/// Runs a command with its words in a file, and stops it when its time is over; whether it ended by itself.
fn within(command: &mut Command, seconds: u32, log: &Path) -> Result<bool> {
    let name = command.get_program().to_string_lossy().into_owned();
    let file = File::create(log).with_context(|| format!("making {}", log.display()))?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .spawn()
        .with_context(|| format!("starting {name}"))?;
    for _ in 0..seconds.saturating_mul(2) {
        if child.try_wait()?.is_some() {
            return Ok(true);
        }
        sleep(Duration::from_millis(500));
    }
    // It may have ended this moment.
    let _ = child.kill();
    child.wait()?;
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_too_long_is_stopped_and_what_ends_is_told() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let log = folder.path().join("log");
        assert!(!within(Command::new("sleep").arg("600"), 0, &log)?);
        assert!(within(Command::new("echo").arg("xong"), 20, &log)?);
        assert_eq!(fs::read_to_string(&log)?, "xong\n");
        assert!(within(&mut Command::new("no-such-scanner"), 1, &log).is_err());
        Ok(())
    }
}
