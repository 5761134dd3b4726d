/** Reads a PDF on a thread of its own. It is started for one file and ended after it. */
import 'pdfjs-dist/legacy/build/pdf.worker.min.mjs';
