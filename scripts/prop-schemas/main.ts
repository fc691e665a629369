import { writeFileSync } from 'node:fs';
import { SHAPES_FILE, shapesText } from './prop-files';

writeFileSync(SHAPES_FILE, shapesText());
