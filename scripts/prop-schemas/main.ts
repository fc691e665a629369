import { writeFileSync } from 'node:fs';
import { SHAPES_FILE, shapesText } from './shapes-text';

writeFileSync(SHAPES_FILE, shapesText());
