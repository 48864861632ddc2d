"""What a kiosk is made of, for whoever must answer for it: licences against those we allow, known vulnerabilities, and a bill of
materials (SBOM, CycloneDX 1.6 JSON). For makers and clinics' engineers: `script/audit`; nothing a kiosk runs."""
