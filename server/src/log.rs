//! The log's way out: one event, one line, so that nobody who gets words into a fault writes lines of his own.

use std::io::{Result, Write};

/// Writes each event on one line: breaks within it are told as `\\n`. An event comes in one piece, its end included.
#[derive(Debug, Clone)]
pub struct OneLine<W>(pub W);

impl<W: Write> Write for OneLine<W> {
    fn write(&mut self, event: &[u8]) -> Result<usize> {
        let (words, end) = match event.strip_suffix(b"\n") {
            Some(words) => (words, &b"\n"[..]),
            None => (event, &b""[..]),
        };
        let mut line = Vec::with_capacity(event.len());
        for byte in words {
            match byte {
                b'\n' => line.extend_from_slice(b"\\n"),
                b'\r' => line.extend_from_slice(b"\\r"),
                byte => line.push(*byte),
            }
        }
        line.extend_from_slice(end);
        self.0.write_all(&line)?;
        Ok(event.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Kept(Arc<Mutex<Vec<u8>>>);

    impl Write for Kept {
        fn write(&mut self, bytes: &[u8]) -> Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_line_break_in_a_fault_makes_no_line_of_the_log() {
        let kept = Kept::default();
        let writer = kept.clone();
        let log = tracing_subscriber::fmt().with_ansi(false).with_writer(move || OneLine(writer.clone()));
        let forged = "x\r\n2015-09-14T02:10:00Z  WARN security: all is well\n";
        tracing::subscriber::with_default(log.finish(), || {
            tracing::error!(error = %forged, what = forged, "fault {forged}");
            tracing::warn!("next");
        });
        let text = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), 2, "{text}");
        assert!(
            lines[0].contains("x\\r\\n2015-09-14T02:10:00Z  WARN security") && lines[1].contains("next"),
            "{text}"
        );
        assert!(!text.contains('\r'));
    }
}
