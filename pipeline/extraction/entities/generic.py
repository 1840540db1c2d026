"""Capitals that are no names: acronyms of common nouns, languages, diseases, stock indices.

The annotation guide marks none of them, and a model that has not met one takes it for a body.
"""

from __future__ import annotations

_ACRONYMS = """
2FA 4G 5G 6G AC/DC ADAS ADHD AGI AI AIDS AIs API APIs APR APY ASAP ATM ATMs AUM AWACS B2B B2C BBQ
BMI BSc CAD CAGR CAPEX CBD CBDC CD-ROM CDN CEO CEOs CFO CIO CISO CLI CMO COO COPD COVID CPR CPU
CPUs CRMs CSS CSV CTO CVE CVEs CX DDoS DEI DIY DJ DLC DMs DNA DNS DRAM DRM DSLR DVD DVDs DVR
EBITDA ECG EEG EKG EOD ERP ESG ESL ETF ETFs EV EVs EdTech FAQ FAQs FDI FMCG FOMO FPGA FPS FPV FTE
FYI FinTech GAAP GDP GIF GIS GMO GMOs GMT GMV GNP GPA GPU GPUs GUI HBM HDD HDDs HDMI HDR HIV HPV
HQ HR HTML HTTP HTTPS HVAC ICBM ICBMs ICT ICU IDs IED IEDs IP IPO IPOs IPTV IQ IR IRL ISBN ISP
ISPs IT IUD IVF IoT JPEG JSON KPI KPIs LAN LCD LED LEDs LLM LLMs LNG LPG LTE M&A MBA MBAs ML MMO
MMR MOOC MOU MP3 MRI MSME MSMEs MSPs MSc MVP MoU NCO NDA NFC NFT NFTs NGO NGOs NLP OEM OEMs OLED
OPEX OSINT OTC OTT P2P PC PCOS PCR PCs PDF PDFs PIN POV POW POWs PPE PTO PTSD PVC PhD Q&A QA QR
R&D RCE RFID RFP RNA ROE ROI ROM RPG RPGs RSS RSV RSVP RVs SARS SDK SEO SIDS SIM SKU SLA SMB SMBs
SME SMEs SMS SOP SPAC SQL SSD SSDs SSL STEM STI SUV SUVs SaaS TBD TCP TL;DR TLS TV TVs TikToker
UAV UAVs UFO UFOs UHD UI URL URLs USB USB-C UTC UTI UV UX VAR VAT VCs VFX VIP VIPs VLAN VPN VPNs
VoIP WAN WFH WMD WYSIWYG Wi-Fi WiFi XDR XML XSS YA YAML YTD YoY ZIP mRNA
"""
_LANGUAGES = """
Bahasa|Cantonese|Dari|Esperanto|Farsi|Hindi|Latin|Mandarin|Old English|Pashto|Pidgin|Sanskrit|
Swahili|Tagalog|Telugu|Urdu|Yiddish
"""
_DISEASES = """
Alzheimer|Alzheimer's|Alzheimer’s|Covid|Covid-19|COVID-19|Ebola|Lyme|Mpox|Omicron|Parkinson's|
Parkinson’s|SARS-CoV-2|Zika|H5N1|H1N1|Lyme disease
"""
_INDICES = """
CAC 40|CSI 300|DAX|Dow Jones Industrial Average|FTSE 100|Hang Seng|Hang Seng Index|KOSPI|
Nasdaq 100|Nasdaq Composite|Nifty 50|Nikkei 225|Russell 2000|S&P 500|Sensex|Stoxx 600|STOXX 600
"""


def _listed(table: str) -> frozenset[str]:
    return frozenset(name.strip() for name in table.replace("\n", "").split("|"))


#: Texts that are never a name of the ten types.
NO_NAMES = (
    frozenset(_ACRONYMS.split()) | _listed(_LANGUAGES) | _listed(_DISEASES) | _listed(_INDICES)
)
